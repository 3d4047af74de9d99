using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3.Control.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Budgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "money",
                schema: "s3_control",
                table: "tasks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waits_for",
                schema: "s3_control",
                table: "tasks",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "budgets",
                schema: "s3_control",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    vsm = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: true),
                    cap = table.Column<decimal>(type: "numeric", nullable: true),
                    configured = table.Column<decimal>(type: "numeric", nullable: true),
                    spent = table.Column<decimal>(type: "numeric", nullable: false),
                    reserved = table.Column<decimal>(type: "numeric", nullable: false),
                    opened = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    requests = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budgets", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "reservations",
                schema: "s3_control",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    actual = table.Column<decimal>(type: "numeric", nullable: true),
                    accounts = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reservations", x => new { x.task_id, x.attempt });
                });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_waits_for",
                schema: "s3_control",
                table: "tasks",
                column: "waits_for",
                filter: "waits_for is not null");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_at",
                schema: "s3_control",
                table: "reservations",
                column: "at",
                filter: "amount > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "budgets",
                schema: "s3_control");

            migrationBuilder.DropTable(
                name: "reservations",
                schema: "s3_control");

            migrationBuilder.DropIndex(
                name: "ix_tasks_waits_for",
                schema: "s3_control",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "money",
                schema: "s3_control",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "waits_for",
                schema: "s3_control",
                table: "tasks");
        }
    }
}
