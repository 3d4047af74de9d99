using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S5.Policy.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "s5_policy");

            migrationBuilder.CreateTable(
                name: "applications",
                schema: "s5_policy",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    waiting = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    ended_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.request_id);
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                schema: "s5_policy",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    step = table.Column<int>(type: "int", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    answers = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    has_output = table.Column<bool>(type: "bit", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    decided = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals", x => new { x.task_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "clarifications",
                schema: "s5_policy",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    evaluation = table.Column<int>(type: "int", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    clarified = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    not_clarified = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clarifications", x => new { x.task_id, x.attempt, x.evaluation });
                });

            migrationBuilder.CreateTable(
                name: "corrections",
                schema: "s5_policy",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    corrected = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    not_corrected = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corrections", x => new { x.task_id, x.attempt });
                });

            migrationBuilder.CreateTable(
                name: "gaps",
                schema: "s5_policy",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    closed = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    not_closed = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gaps", x => new { x.task_id, x.attempt });
                });

            migrationBuilder.CreateTable(
                name: "journal",
                schema: "s5_policy",
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
                name: "organisations",
                schema: "s5_policy",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    purpose = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    policy_set_version = table.Column<int>(type: "int", nullable: false),
                    limits = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    policies = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    default_policies = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    templates = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.vsm);
                });

            migrationBuilder.CreateTable(
                name: "policies",
                schema: "s5_policy",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    target = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    policy_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    specification = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    in_force = table.Column<bool>(type: "bit", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policies", x => new { x.vsm, x.name, x.target });
                });

            migrationBuilder.CreateTable(
                name: "policy_versions",
                schema: "s5_policy",
                columns: table => new
                {
                    policy_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    in_force = table.Column<bool>(type: "bit", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_versions", x => new { x.policy_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "system_versions",
                schema: "s5_policy",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    configuration = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_versions", x => new { x.agent_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "systems",
                schema: "s5_policy",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    configuration = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    corrected = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    active_version = table.Column<int>(type: "int", nullable: true),
                    honoured = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_systems", x => new { x.vsm, x.name });
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_ended_by",
                schema: "s5_policy",
                table: "applications",
                column: "ended_by");

            migrationBuilder.CreateIndex(
                name: "ix_applications_vsm_state",
                schema: "s5_policy",
                table: "applications",
                columns: new[] { "vsm", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_policies_policy_id",
                schema: "s5_policy",
                table: "policies",
                column: "policy_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_systems_agent_id",
                schema: "s5_policy",
                table: "systems",
                column: "agent_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "applications",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "approvals",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "clarifications",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "corrections",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "gaps",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "journal",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "organisations",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "policies",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "policy_versions",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "system_versions",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "systems",
                schema: "s5_policy");
        }
    }
}
