IF OBJECT_ID(N'[s3star_audit].[__migrations]') IS NULL
BEGIN
    IF SCHEMA_ID(N's3star_audit') IS NULL EXEC(N'CREATE SCHEMA [s3star_audit];');
    CREATE TABLE [s3star_audit].[__migrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___migrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF SCHEMA_ID(N's3star_audit') IS NULL EXEC(N'CREATE SCHEMA [s3star_audit];');

CREATE TABLE [s3star_audit].[journal] (
    [id] uniqueidentifier NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [body] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_journal] PRIMARY KEY ([id])
);

CREATE TABLE [s3star_audit].[open_cases] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [result] nvarchar(max) NOT NULL,
    [ruling] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_open_cases] PRIMARY KEY ([task_id], [attempt])
);

CREATE TABLE [s3star_audit].[policy_sets] (
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [policy_set] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_policy_sets] PRIMARY KEY ([vsm])
);

CREATE TABLE [s3star_audit].[precedents] (
    [ruling_id] uniqueidentifier NOT NULL,
    [policy_id] uniqueidentifier NOT NULL,
    [agent_id] uniqueidentifier NOT NULL,
    [verdict] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_precedents] PRIMARY KEY ([ruling_id], [policy_id])
);

CREATE TABLE [s3star_audit].[rulings] (
    [ruling_id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [task_id] uniqueidentifier NOT NULL,
    [verdict] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [ruling] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_rulings] PRIMARY KEY ([ruling_id])
);

CREATE INDEX [ix_precedents_policy_id_agent_id_verdict_at] ON [s3star_audit].[precedents] ([policy_id], [agent_id], [verdict], [at]);

CREATE INDEX [ix_rulings_task_id] ON [s3star_audit].[rulings] ([task_id]);

INSERT INTO [s3star_audit].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121144747_Initial', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s3star_audit].[judged_packets] (
    [ruling_id] uniqueidentifier NOT NULL,
    [hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_judged_packets] PRIMARY KEY ([ruling_id])
);

CREATE INDEX [ix_judged_packets_hash_at] ON [s3star_audit].[judged_packets] ([hash], [at]);

INSERT INTO [s3star_audit].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121174457_JudgedPackets', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s3star_audit].[waiting_cases] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [result] nvarchar(max) NOT NULL,
    [clarified] nvarchar(max) NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_waiting_cases] PRIMARY KEY ([task_id], [attempt])
);

INSERT INTO [s3star_audit].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261122031958_WaitingCases', N'10.0.14');

COMMIT;
GO

