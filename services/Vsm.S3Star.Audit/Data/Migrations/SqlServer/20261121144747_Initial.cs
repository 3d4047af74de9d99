using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3Star.Audit.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "s3star_audit");

            migrationBuilder.CreateTable(
                name: "journal",
                schema: "s3star_audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    body = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "open_cases",
                schema: "s3star_audit",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    result = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    ruling = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_cases", x => new { x.task_id, x.attempt });
                });

            migrationBuilder.CreateTable(
                name: "policy_sets",
                schema: "s3star_audit",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    policy_set = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_sets", x => x.vsm);
                });

            migrationBuilder.CreateTable(
                name: "precedents",
                schema: "s3star_audit",
                columns: table => new
                {
                    ruling_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    policy_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    verdict = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_precedents", x => new { x.ruling_id, x.policy_id });
                });

            migrationBuilder.CreateTable(
                name: "rulings",
                schema: "s3star_audit",
                columns: table => new
                {
                    ruling_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    verdict = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ruling = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rulings", x => x.ruling_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_precedents_policy_id_agent_id_verdict_at",
                schema: "s3star_audit",
                table: "precedents",
                columns: new[] { "policy_id", "agent_id", "verdict", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_rulings_task_id",
                schema: "s3star_audit",
                table: "rulings",
                column: "task_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "journal",
                schema: "s3star_audit");

            migrationBuilder.DropTable(
                name: "open_cases",
                schema: "s3star_audit");

            migrationBuilder.DropTable(
                name: "policy_sets",
                schema: "s3star_audit");

            migrationBuilder.DropTable(
                name: "precedents",
                schema: "s3star_audit");

            migrationBuilder.DropTable(
                name: "rulings",
                schema: "s3star_audit");
        }
    }
}
