using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S5.Policy.Data.Migrations.PostgreSql
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
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    waiting = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    ended_by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    has_output = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    evaluation = table.Column<int>(type: "integer", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    clarified = table.Column<string>(type: "text", nullable: true),
                    not_clarified = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    corrected = table.Column<string>(type: "text", nullable: true),
                    not_corrected = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    closed = table.Column<string>(type: "text", nullable: true),
                    not_closed = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
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
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    policy_set_version = table.Column<int>(type: "integer", nullable: false),
                    limits = table.Column<string>(type: "text", nullable: false),
                    policies = table.Column<string>(type: "text", nullable: false),
                    default_policies = table.Column<string>(type: "text", nullable: false),
                    templates = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    target = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false),
                    specification = table.Column<string>(type: "text", nullable: false),
                    in_force = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    policy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false),
                    in_force = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
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
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    configuration = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
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
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    configuration = table.Column<string>(type: "text", nullable: false),
                    corrected = table.Column<string>(type: "text", nullable: false),
                    active_version = table.Column<int>(type: "integer", nullable: true),
                    honoured = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
