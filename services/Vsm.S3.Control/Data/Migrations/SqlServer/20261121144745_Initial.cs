using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3.Control.Data.Migrations.SqlServer
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
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    info = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status_reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    drained = table.Column<bool>(type: "bit", nullable: false),
                    replicas = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    health = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    failures_in_a_row = table.Column<int>(type: "int", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
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
                schema: "s3_control",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    limits = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    policy_set_version = table.Column<int>(type: "int", nullable: false)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    current_state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    step = table.Column<int>(type: "int", nullable: false),
                    inbox = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    content = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    references = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    parameters = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    required_capabilities = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    requested_assignee = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    task_type = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    priority = table.Column<int>(type: "int", nullable: false),
                    requestor = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    reply_to = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    submitted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    waiting_since = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    cost_limit = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    most_corrections = table.Column<int>(type: "int", nullable: false),
                    most_clarifications = table.Column<int>(type: "int", nullable: false),
                    person_timeout_ms = table.Column<long>(type: "bigint", nullable: true),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    agent_number = table.Column<int>(type: "int", nullable: true),
                    agent_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    configuration_version = table.Column<int>(type: "int", nullable: true),
                    policy_set_version = table.Column<int>(type: "int", nullable: false),
                    evaluation = table.Column<int>(type: "int", nullable: false),
                    reserved = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    expected_agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    refusals = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    early = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    corrections = table.Column<int>(type: "int", nullable: false),
                    clarifications = table.Column<int>(type: "int", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    gaps = table.Column<int>(type: "int", nullable: false),
                    accounted_attempt = table.Column<int>(type: "int", nullable: false),
                    input_tokens = table.Column<long>(type: "bigint", nullable: false),
                    output_tokens = table.Column<long>(type: "bigint", nullable: false),
                    cost = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    ruling_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    findings = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    wait = table.Column<string>(type: "nvarchar(max)", nullable: true)
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
