using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S1.Operations.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sessions",
                schema: "s1_operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    agent_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    user_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    turns = table.Column<int>(type: "int", nullable: false),
                    memory = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    claim = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    input_tokens = table.Column<long>(type: "bigint", nullable: false),
                    output_tokens = table.Column<long>(type: "bigint", nullable: false),
                    cost = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    uncounted_cost = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "turns",
                schema: "s1_operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    answer = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_turns", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_vsm_last_at",
                schema: "s1_operations",
                table: "sessions",
                columns: new[] { "vsm", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_turns_session_id",
                schema: "s1_operations",
                table: "turns",
                column: "session_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sessions",
                schema: "s1_operations");

            migrationBuilder.DropTable(
                name: "turns",
                schema: "s1_operations");
        }
    }
}
