IF OBJECT_ID(N'[s3_control].[__migrations]') IS NULL
BEGIN
    IF SCHEMA_ID(N's3_control') IS NULL EXEC(N'CREATE SCHEMA [s3_control];');
    CREATE TABLE [s3_control].[__migrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___migrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF SCHEMA_ID(N's3_control') IS NULL EXEC(N'CREATE SCHEMA [s3_control];');

CREATE TABLE [s3_control].[agents] (
    [agent_id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [number] int NOT NULL,
    [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [info] nvarchar(max) NOT NULL,
    [status] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [status_reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [drained] bit NOT NULL,
    [replicas] nvarchar(max) NOT NULL,
    [health] nvarchar(max) NOT NULL,
    [failures_in_a_row] int NOT NULL,
    [last_seen_at] datetimeoffset NOT NULL,
    [version] int NOT NULL,
    CONSTRAINT [pk_agents] PRIMARY KEY ([agent_id])
);

CREATE TABLE [s3_control].[journal] (
    [id] uniqueidentifier NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [body] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_journal] PRIMARY KEY ([id])
);

CREATE TABLE [s3_control].[organisations] (
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [limits] nvarchar(max) NOT NULL,
    [policy_set_version] int NOT NULL,
    CONSTRAINT [pk_organisations] PRIMARY KEY ([vsm])
);

CREATE TABLE [s3_control].[tasks] (
    [id] uniqueidentifier NOT NULL,
    [current_state] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [step] int NOT NULL,
    [inbox] nvarchar(max) NOT NULL,
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [number] int NOT NULL,
    [content] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [references] nvarchar(max) NOT NULL,
    [parameters] nvarchar(max) NOT NULL,
    [required_capabilities] nvarchar(max) NOT NULL,
    [requested_assignee] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [task_type] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [priority] int NOT NULL,
    [requestor] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [reply_to] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [submitted_at] datetimeoffset NOT NULL,
    [deadline] datetimeoffset NULL,
    [ended_at] datetimeoffset NULL,
    [due_at] datetimeoffset NULL,
    [waiting_since] datetimeoffset NULL,
    [cost_limit] decimal(28,14) NOT NULL,
    [most_corrections] int NOT NULL,
    [most_clarifications] int NOT NULL,
    [person_timeout_ms] bigint NULL,
    [attempt] int NOT NULL,
    [agent_id] uniqueidentifier NULL,
    [agent_number] int NULL,
    [agent_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [configuration_version] int NULL,
    [policy_set_version] int NOT NULL,
    [evaluation] int NOT NULL,
    [reserved] decimal(28,14) NOT NULL,
    [expected_agent_id] uniqueidentifier NULL,
    [refusals] nvarchar(max) NOT NULL,
    [early] nvarchar(max) NULL,
    [corrections] int NOT NULL,
    [clarifications] int NOT NULL,
    [failures] int NOT NULL,
    [gaps] int NOT NULL,
    [accounted_attempt] int NOT NULL,
    [input_tokens] bigint NOT NULL,
    [output_tokens] bigint NOT NULL,
    [cost] decimal(28,14) NOT NULL,
    [output] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [ruling_id] uniqueidentifier NULL,
    [findings] nvarchar(max) NOT NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [wait] nvarchar(max) NULL,
    CONSTRAINT [pk_tasks] PRIMARY KEY ([id])
);

CREATE UNIQUE INDEX [ix_agents_vsm_name] ON [s3_control].[agents] ([vsm], [name]);

CREATE UNIQUE INDEX [ix_agents_vsm_number] ON [s3_control].[agents] ([vsm], [number]);

CREATE INDEX [ix_tasks_due_at] ON [s3_control].[tasks] ([due_at]) WHERE due_at is not null;

CREATE UNIQUE INDEX [ix_tasks_vsm_number] ON [s3_control].[tasks] ([vsm], [number]);

INSERT INTO [s3_control].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121144745_Initial', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [s3_control].[agents] ADD [changed_by] uniqueidentifier NULL;

ALTER TABLE [s3_control].[agents] ADD [previous_status] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'Active';

INSERT INTO [s3_control].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121164920_Retention', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [s3_control].[tasks] ADD [money] nvarchar(max) NULL;

ALTER TABLE [s3_control].[tasks] ADD [waits_for] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL;

CREATE TABLE [s3_control].[budgets] (
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [kind] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [subject] uniqueidentifier NULL,
    [cap] decimal(28,14) NULL,
    [configured] decimal(28,14) NULL,
    [spent] decimal(28,14) NOT NULL,
    [reserved] decimal(28,14) NOT NULL,
    [opened] bit NOT NULL,
    [version] bigint NOT NULL,
    [requests] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_budgets] PRIMARY KEY ([key])
);

CREATE TABLE [s3_control].[reservations] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [amount] decimal(28,14) NOT NULL,
    [actual] decimal(28,14) NULL,
    [accounts] nvarchar(max) NOT NULL,
    [at] datetimeoffset NOT NULL,
    [version] int NOT NULL,
    CONSTRAINT [pk_reservations] PRIMARY KEY ([task_id], [attempt])
);

CREATE INDEX [ix_tasks_waits_for] ON [s3_control].[tasks] ([waits_for]) WHERE waits_for is not null;

CREATE INDEX [ix_reservations_at] ON [s3_control].[reservations] ([at]) WHERE amount > 0;

INSERT INTO [s3_control].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121171120_Budgets', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [s3_control].[tasks] ADD [output_reference] nvarchar(max) NULL;

INSERT INTO [s3_control].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121175521_LargeOutputs', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [s3_control].[tasks] ADD [advice] nvarchar(max) NULL;

CREATE TABLE [s3_control].[advice] (
    [id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [function] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [model] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [answer] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [problem] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [spent] nvarchar(max) NOT NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_advice] PRIMARY KEY ([id])
);

INSERT INTO [s3_control].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261122000209_AddAdvice', N'10.0.14');

COMMIT;
GO

