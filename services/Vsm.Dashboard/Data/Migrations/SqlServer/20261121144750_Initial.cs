using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "dashboard");

            migrationBuilder.CreateTable(
                name: "agents",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    agent = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    metrics = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    health = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "calls",
                schema: "dashboard",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    call = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calls", x => new { x.task_id, x.attempt, x.id });
                });

            migrationBuilder.CreateTable(
                name: "catalogues",
                schema: "dashboard",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    catalogue = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_catalogues", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "chain_heads",
                schema: "dashboard",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_heads", x => x.vsm);
                });

            migrationBuilder.CreateTable(
                name: "configurations",
                schema: "dashboard",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    configuration = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_configurations", x => x.agent_id);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    decision = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "failed_message_contents",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    body = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    correlation_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    headers = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failed_message_contents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "failed_messages",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    queue = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message_type = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    exception_type = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    search = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    content_type = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    cut = table.Column<bool>(type: "bit", nullable: false),
                    first_failed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    failed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    retries = table.Column<int>(type: "int", nullable: false),
                    failed_retries = table.Column<int>(type: "int", nullable: false),
                    act_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    act_by = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    act_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    act_reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    claim = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    problem = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    occurrences = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failed_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "findings",
                schema: "dashboard",
                columns: table => new
                {
                    ruling_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    policy_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    policy_number = table.Column<int>(type: "int", nullable: false),
                    policy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    verdict = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_findings", x => new { x.ruling_id, x.policy_id });
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    answer = table.Column<string>(type: "nvarchar(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                schema: "dashboard",
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
                name: "journal_entries",
                schema: "dashboard",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    function = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    attempt = table.Column<int>(type: "int", nullable: true),
                    step = table.Column<int>(type: "int", nullable: true),
                    actor = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    summary = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    data = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_entries", x => new { x.vsm, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "machines",
                schema: "dashboard",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    machine = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_machines", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                schema: "dashboard",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    takes_tasks = table.Column<bool>(type: "bit", nullable: false),
                    progress = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.vsm);
                });

            migrationBuilder.CreateTable(
                name: "policy_sets",
                schema: "dashboard",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    set = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_sets", x => x.vsm);
                });

            migrationBuilder.CreateTable(
                name: "queues",
                schema: "dashboard",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    function = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queues", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "rulings",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    agent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    agent_number = table.Column<int>(type: "int", nullable: false),
                    verdict = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    ruling = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rulings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                schema: "dashboard",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    vsm = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    number = table.Column<int>(type: "int", nullable: true),
                    state = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    step = table.Column<int>(type: "int", nullable: true),
                    steps = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    content = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    references = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    required_capabilities = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    requestor = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    assignee = table.Column<int>(type: "int", nullable: true),
                    assignee_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    corrections = table.Column<int>(type: "int", nullable: false),
                    clarifications = table.Column<int>(type: "int", nullable: false),
                    output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    ruling_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    cost = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: false),
                    input_tokens = table.Column<long>(type: "bigint", nullable: false),
                    output_tokens = table.Column<long>(type: "bigint", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    wait = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    cost_limit = table.Column<decimal>(type: "decimal(28,14)", precision: 28, scale: 14, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agents_vsm_number",
                schema: "dashboard",
                table: "agents",
                columns: new[] { "vsm", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_task_id_sequence",
                schema: "dashboard",
                table: "calls",
                columns: new[] { "task_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_task_id_sequence",
                schema: "dashboard",
                table: "decisions",
                columns: new[] { "task_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_vsm_sequence",
                schema: "dashboard",
                table: "decisions",
                columns: new[] { "vsm", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_failed_messages_act_id",
                schema: "dashboard",
                table: "failed_messages",
                column: "act_id");

            migrationBuilder.CreateIndex(
                name: "ix_failed_messages_first_failed_at_id",
                schema: "dashboard",
                table: "failed_messages",
                columns: new[] { "first_failed_at", "id" },
                descending: new[] { true, false });

            migrationBuilder.CreateIndex(
                name: "ix_failed_messages_state_act_at_id",
                schema: "dashboard",
                table: "failed_messages",
                columns: new[] { "state", "act_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_failed_messages_state_first_failed_at_id",
                schema: "dashboard",
                table: "failed_messages",
                columns: new[] { "state", "first_failed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_findings_policy_id",
                schema: "dashboard",
                table: "findings",
                column: "policy_id");

            migrationBuilder.CreateIndex(
                name: "ix_journal_entries_key_function",
                schema: "dashboard",
                table: "journal_entries",
                columns: new[] { "key", "function" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journal_entries_task_id_sequence",
                schema: "dashboard",
                table: "journal_entries",
                columns: new[] { "task_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_rulings_task_id_sequence",
                schema: "dashboard",
                table: "rulings",
                columns: new[] { "task_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_rulings_vsm_at_id",
                schema: "dashboard",
                table: "rulings",
                columns: new[] { "vsm", "at", "id" },
                descending: new[] { false, true, false });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_vsm_number",
                schema: "dashboard",
                table: "tasks",
                columns: new[] { "vsm", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_vsm_state_submitted_at",
                schema: "dashboard",
                table: "tasks",
                columns: new[] { "vsm", "state", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_vsm_submitted_at_id",
                schema: "dashboard",
                table: "tasks",
                columns: new[] { "vsm", "submitted_at", "id" },
                descending: new[] { false, true, false });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agents",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "calls",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "catalogues",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "chain_heads",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "configurations",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "decisions",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "failed_message_contents",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "failed_messages",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "findings",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "idempotency_keys",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "journal",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "journal_entries",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "machines",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "organisations",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "policy_sets",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "queues",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "rulings",
                schema: "dashboard");

            migrationBuilder.DropTable(
                name: "tasks",
                schema: "dashboard");
        }
    }
}
