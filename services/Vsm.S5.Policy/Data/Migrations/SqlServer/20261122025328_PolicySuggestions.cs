using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S5.Policy.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PolicySuggestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "suggested_policies",
                schema: "s5_policy",
                table: "organisations",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "suggestions",
                schema: "s5_policy",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rule = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    seen = table.Column<int>(type: "int", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    sightings = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    request_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    by = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    policy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suggestions", x => new { x.vsm, x.key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_vsm_number",
                schema: "s5_policy",
                table: "suggestions",
                columns: new[] { "vsm", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "suggestions",
                schema: "s5_policy");

            migrationBuilder.DropColumn(
                name: "suggested_policies",
                schema: "s5_policy",
                table: "organisations");
        }
    }
}
