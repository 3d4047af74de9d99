IF OBJECT_ID(N'[dashboard].[__migrations]') IS NULL
BEGIN
    IF SCHEMA_ID(N'dashboard') IS NULL EXEC(N'CREATE SCHEMA [dashboard];');
    CREATE TABLE [dashboard].[__migrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___migrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF SCHEMA_ID(N'dashboard') IS NULL EXEC(N'CREATE SCHEMA [dashboard];');

CREATE TABLE [dashboard].[agents] (
    [id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [number] int NOT NULL,
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [status] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [agent] nvarchar(max) NOT NULL,
    [metrics] nvarchar(max) NULL,
    [health] nvarchar(max) NOT NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_agents] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[calls] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [sequence] bigint NOT NULL,
    [call] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_calls] PRIMARY KEY ([task_id], [attempt], [id])
);

CREATE TABLE [dashboard].[catalogues] (
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [catalogue] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_catalogues] PRIMARY KEY ([name])
);

CREATE TABLE [dashboard].[chain_heads] (
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [sequence] bigint NOT NULL,
    [hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_chain_heads] PRIMARY KEY ([vsm])
);

CREATE TABLE [dashboard].[configurations] (
    [agent_id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [configuration] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_configurations] PRIMARY KEY ([agent_id])
);

CREATE TABLE [dashboard].[decisions] (
    [id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [task_id] uniqueidentifier NOT NULL,
    [sequence] bigint NOT NULL,
    [decision] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_decisions] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[failed_message_contents] (
    [id] uniqueidentifier NOT NULL,
    [body] varbinary(max) NOT NULL,
    [correlation_id] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    [headers] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_failed_message_contents] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[failed_messages] (
    [id] uniqueidentifier NOT NULL,
    [version] int NOT NULL,
    [state] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [kind] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [queue] nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [message_id] nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [message_type] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    [exception_type] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [search] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [content_type] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    [length] bigint NOT NULL,
    [cut] bit NOT NULL,
    [first_failed_at] datetimeoffset NOT NULL,
    [failed_at] datetimeoffset NOT NULL,
    [failures] int NOT NULL,
    [retries] int NOT NULL,
    [failed_retries] int NOT NULL,
    [act_id] uniqueidentifier NULL,
    [act_by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [act_at] datetimeoffset NULL,
    [act_reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [claim] uniqueidentifier NULL,
    [claimed_until] datetimeoffset NULL,
    [sent_at] datetimeoffset NULL,
    [ended_at] datetimeoffset NULL,
    [problem] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [occurrences] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_failed_messages] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[findings] (
    [ruling_id] uniqueidentifier NOT NULL,
    [policy_id] uniqueidentifier NOT NULL,
    [policy_number] int NOT NULL,
    [policy] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [verdict] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_findings] PRIMARY KEY ([ruling_id], [policy_id])
);

CREATE TABLE [dashboard].[idempotency_keys] (
    [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [request_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [answer] nvarchar(max) NULL,
    CONSTRAINT [pk_idempotency_keys] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[journal] (
    [id] uniqueidentifier NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [body] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_journal] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[journal_entries] (
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [sequence] bigint NOT NULL,
    [function] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [kind] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [task_id] uniqueidentifier NULL,
    [attempt] int NULL,
    [step] int NULL,
    [actor] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [summary] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [data] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_journal_entries] PRIMARY KEY ([vsm], [sequence])
);

CREATE TABLE [dashboard].[machines] (
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [machine] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_machines] PRIMARY KEY ([name])
);

CREATE TABLE [dashboard].[organisations] (
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NULL,
    [takes_tasks] bit NOT NULL,
    [progress] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_organisations] PRIMARY KEY ([vsm])
);

CREATE TABLE [dashboard].[policy_sets] (
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [set] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_policy_sets] PRIMARY KEY ([vsm])
);

CREATE TABLE [dashboard].[queues] (
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [function] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_queues] PRIMARY KEY ([name])
);

CREATE TABLE [dashboard].[rulings] (
    [id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [task_id] uniqueidentifier NOT NULL,
    [agent_id] uniqueidentifier NOT NULL,
    [agent_number] int NOT NULL,
    [verdict] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [sequence] bigint NOT NULL,
    [text] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [ruling] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_rulings] PRIMARY KEY ([id])
);

CREATE TABLE [dashboard].[tasks] (
    [id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [number] int NULL,
    [state] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [step] int NULL,
    [steps] nvarchar(max) NOT NULL,
    [content] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [references] nvarchar(max) NOT NULL,
    [required_capabilities] nvarchar(max) NOT NULL,
    [requestor] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [assignee] int NULL,
    [assignee_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [attempts] int NOT NULL,
    [corrections] int NOT NULL,
    [clarifications] int NOT NULL,
    [output] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [ruling_id] uniqueidentifier NULL,
    [cost] decimal(28,14) NOT NULL,
    [input_tokens] bigint NOT NULL,
    [output_tokens] bigint NOT NULL,
    [submitted_at] datetimeoffset NOT NULL,
    [ended_at] datetimeoffset NULL,
    [due_at] datetimeoffset NULL,
    [wait] nvarchar(max) NULL,
    [cost_limit] decimal(28,14) NULL,
    CONSTRAINT [pk_tasks] PRIMARY KEY ([id])
);

CREATE INDEX [ix_agents_vsm_number] ON [dashboard].[agents] ([vsm], [number]);

CREATE INDEX [ix_calls_task_id_sequence] ON [dashboard].[calls] ([task_id], [sequence]);

CREATE INDEX [ix_decisions_task_id_sequence] ON [dashboard].[decisions] ([task_id], [sequence]);

CREATE INDEX [ix_decisions_vsm_sequence] ON [dashboard].[decisions] ([vsm], [sequence]);

CREATE INDEX [ix_failed_messages_act_id] ON [dashboard].[failed_messages] ([act_id]);

CREATE INDEX [ix_failed_messages_first_failed_at_id] ON [dashboard].[failed_messages] ([first_failed_at] DESC, [id]);

CREATE INDEX [ix_failed_messages_state_act_at_id] ON [dashboard].[failed_messages] ([state], [act_at], [id]);

CREATE INDEX [ix_failed_messages_state_first_failed_at_id] ON [dashboard].[failed_messages] ([state], [first_failed_at], [id]);

CREATE INDEX [ix_findings_policy_id] ON [dashboard].[findings] ([policy_id]);

CREATE UNIQUE INDEX [ix_journal_entries_key_function] ON [dashboard].[journal_entries] ([key], [function]);

CREATE INDEX [ix_journal_entries_task_id_sequence] ON [dashboard].[journal_entries] ([task_id], [sequence]);

CREATE INDEX [ix_rulings_task_id_sequence] ON [dashboard].[rulings] ([task_id], [sequence]);

CREATE INDEX [ix_rulings_vsm_at_id] ON [dashboard].[rulings] ([vsm], [at] DESC, [id]);

CREATE INDEX [ix_tasks_vsm_number] ON [dashboard].[tasks] ([vsm], [number]);

CREATE INDEX [ix_tasks_vsm_state_submitted_at] ON [dashboard].[tasks] ([vsm], [state], [submitted_at]);

CREATE INDEX [ix_tasks_vsm_submitted_at_id] ON [dashboard].[tasks] ([vsm], [submitted_at] DESC, [id]);

INSERT INTO [dashboard].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121144750_Initial', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [dashboard].[chain_anchors] (
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [sequence] bigint NOT NULL,
    [hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_chain_anchors] PRIMARY KEY ([vsm])
);

CREATE INDEX [ix_idempotency_keys_at] ON [dashboard].[idempotency_keys] ([at]);

INSERT INTO [dashboard].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121164959_Retention', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [dashboard].[tasks] ADD [parent_id] uniqueidentifier NULL;

ALTER TABLE [dashboard].[tasks] ADD [reserved] decimal(28,14) NOT NULL DEFAULT 0.0;

CREATE TABLE [dashboard].[budgets] (
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [kind] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [subject] uniqueidentifier NULL,
    [cap] decimal(28,14) NULL,
    [spent] decimal(28,14) NOT NULL,
    [reserved] decimal(28,14) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_budgets] PRIMARY KEY ([key])
);

CREATE TABLE [dashboard].[ledger] (
    [agent_id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [doing] decimal(28,14) NOT NULL,
    [judging] decimal(28,14) NOT NULL,
    [uncounted] decimal(28,14) NOT NULL,
    [input_tokens] bigint NOT NULL,
    [output_tokens] bigint NOT NULL,
    [approved] bigint NOT NULL,
    [approved_value] decimal(28,14) NOT NULL,
    CONSTRAINT [pk_ledger] PRIMARY KEY ([agent_id])
);

CREATE INDEX [ix_ledger_vsm] ON [dashboard].[ledger] ([vsm]);

INSERT INTO [dashboard].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121171434_Budgets', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [dashboard].[tasks] ADD [output_reference] nvarchar(max) NULL;

INSERT INTO [dashboard].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121175523_LargeOutputs', N'10.0.14');

COMMIT;
GO

