using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3.Control.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "s3_control");

            migrationBuilder.CreateTable(
                name: "agents",
                schema: "s3_control",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vsm = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    info = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status_reason = table.Column<string>(type: "text", nullable: true),
                    drained = table.Column<bool>(type: "boolean", nullable: false),
                    replicas = table.Column<string>(type: "text", nullable: false),
                    health = table.Column<string>(type: "text", nullable: false),
                    failures_in_a_row = table.Column<int>(type: "integer", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agents", x => x.agent_id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                schema: "s3_control",
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
                schema: "s3_control",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    limits = table.Column<string>(type: "text", nullable: false),
                    policy_set_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.vsm);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                schema: "s3_control",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    current_state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    inbox = table.Column<string>(type: "text", nullable: false),
                    vsm = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    references = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    required_capabilities = table.Column<string>(type: "text", nullable: false),
                    requested_assignee = table.Column<string>(type: "text", nullable: true),
                    task_type = table.Column<string>(type: "text", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    requestor = table.Column<string>(type: "text", nullable: true),
                    reply_to = table.Column<string>(type: "text", nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    waiting_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cost_limit = table.Column<decimal>(type: "numeric", nullable: false),
                    most_corrections = table.Column<int>(type: "integer", nullable: false),
                    most_clarifications = table.Column<int>(type: "integer", nullable: false),
                    person_timeout_ms = table.Column<long>(type: "bigint", nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    agent_number = table.Column<int>(type: "integer", nullable: true),
                    agent_name = table.Column<string>(type: "text", nullable: true),
                    configuration_version = table.Column<int>(type: "integer", nullable: true),
                    policy_set_version = table.Column<int>(type: "integer", nullable: false),
                    evaluation = table.Column<int>(type: "integer", nullable: false),
                    reserved = table.Column<decimal>(type: "numeric", nullable: false),
                    early = table.Column<string>(type: "text", nullable: true),
                    expected_agent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    refusals = table.Column<string>(type: "text", nullable: false),
                    corrections = table.Column<int>(type: "integer", nullable: false),
                    clarifications = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    gaps = table.Column<int>(type: "integer", nullable: false),
                    accounted_attempt = table.Column<int>(type: "integer", nullable: false),
                    input_tokens = table.Column<long>(type: "bigint", nullable: false),
                    output_tokens = table.Column<long>(type: "bigint", nullable: false),
                    cost = table.Column<decimal>(type: "numeric", nullable: false),
                    output = table.Column<string>(type: "text", nullable: true),
                    ruling_id = table.Column<Guid>(type: "uuid", nullable: true),
                    findings = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    wait = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agents_vsm_name",
                schema: "s3_control",
                table: "agents",
                columns: new[] { "vsm", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agents_vsm_number",
                schema: "s3_control",
                table: "agents",
                columns: new[] { "vsm", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_due_at",
                schema: "s3_control",
                table: "tasks",
                column: "due_at",
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_vsm_number",
                schema: "s3_control",
                table: "tasks",
                columns: new[] { "vsm", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agents",
                schema: "s3_control");

            migrationBuilder.DropTable(
                name: "journal",
                schema: "s3_control");

            migrationBuilder.DropTable(
                name: "organisations",
                schema: "s3_control");

            migrationBuilder.DropTable(
                name: "tasks",
                schema: "s3_control");
        }
    }
}
