using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Budgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                schema: "dashboard",
                table: "tasks",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "reserved",
                schema: "dashboard",
                table: "tasks",
                type: "decimal(28,14)",
                precision: 28,
                scale: 14,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.CreateTable(
                name: "budgets",
                schema: "dashboard",
                columns: table => new
                {
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    cap = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: true),
                    spent = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    reserved = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budgets", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "ledger",
                schema: "dashboard",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    doing = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    judging = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    uncounted = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    input_tokens = table.Column<long>(type: "bigint", nullable: false),
                    output_tokens = table.Column<long>(type: "bigint", nullable: false),
                    approved = table.Column<long>(type: "bigint", nullable: false),
                    approved_value = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger", x => x.agent_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_vsm",
                schema: "dashboard",
                table: "ledger",
                column: "vsm");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "budgets",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "ledger",
                schema: "dashboard");

            migrationBuilder.DropColumn(
                name: "parent_id",
                schema: "dashboard",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "reserved",
                schema: "dashboard",
                table: "tasks");
        }
    }
}
