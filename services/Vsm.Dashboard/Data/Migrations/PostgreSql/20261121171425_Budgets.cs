using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.Dashboard.Data.Migrations.PostgreSql
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
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "reserved",
                schema: "dashboard",
                table: "tasks",
                type: "numeric",
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.CreateTable(
                name: "budgets",
                schema: "dashboard",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    vsm = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: true),
                    cap = table.Column<decimal>(type: "numeric", nullable: true),
                    spent = table.Column<decimal>(type: "numeric", nullable: false),
                    reserved = table.Column<decimal>(type: "numeric", nullable: false),
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
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vsm = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    doing = table.Column<decimal>(type: "numeric", nullable: false),
                    judging = table.Column<decimal>(type: "numeric", nullable: false),
                    uncounted = table.Column<decimal>(type: "numeric", nullable: false),
                    input_tokens = table.Column<long>(type: "bigint", nullable: false),
                    output_tokens = table.Column<long>(type: "bigint", nullable: false),
                    approved = table.Column<long>(type: "bigint", nullable: false),
                    approved_value = table.Column<decimal>(type: "numeric", nullable: false)
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
