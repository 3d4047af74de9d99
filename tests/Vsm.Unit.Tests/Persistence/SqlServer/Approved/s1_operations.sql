IF OBJECT_ID(N'[s1_operations].[__migrations]') IS NULL
BEGIN
    IF SCHEMA_ID(N's1_operations') IS NULL EXEC(N'CREATE SCHEMA [s1_operations];');
    CREATE TABLE [s1_operations].[__migrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___migrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF SCHEMA_ID(N's1_operations') IS NULL EXEC(N'CREATE SCHEMA [s1_operations];');

CREATE TABLE [s1_operations].[agents] (
    [agent_id] uniqueidentifier NOT NULL,
    [version] int NOT NULL,
    [configuration] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_agents] PRIMARY KEY ([agent_id])
);

CREATE TABLE [s1_operations].[journal] (
    [id] uniqueidentifier NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [body] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_journal] PRIMARY KEY ([id])
);

CREATE TABLE [s1_operations].[receipts] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [agent_id] uniqueidentifier NOT NULL,
    [at] datetimeoffset NOT NULL,
    [answered] bit NOT NULL,
    [answer] nvarchar(max) NULL,
    CONSTRAINT [pk_receipts] PRIMARY KEY ([task_id], [attempt])
);

INSERT INTO [s1_operations].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121144711_Initial', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s1_operations].[effects] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [step] int NOT NULL,
    [tool] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_effects] PRIMARY KEY ([task_id], [attempt], [step])
);

INSERT INTO [s1_operations].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121170929_AddEffects', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s1_operations].[attempts] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [agent_id] uniqueidentifier NOT NULL,
    [assignment] nvarchar(max) NOT NULL,
    [configuration] nvarchar(max) NOT NULL,
    [at] datetimeoffset NOT NULL,
    [owner] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [beat] int NOT NULL,
    [starts] int NOT NULL,
    [takeovers] int NOT NULL,
    [started_at] datetimeoffset NULL,
    [worked_ms] bigint NOT NULL,
    CONSTRAINT [pk_attempts] PRIMARY KEY ([task_id], [attempt])
);

CREATE TABLE [s1_operations].[calls] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [number] int NOT NULL,
    [kind] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [asked] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [run] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [done] bit NOT NULL,
    [has_effect] bit NOT NULL,
    [repeats] int NOT NULL,
    [largest] decimal(28,14) NOT NULL,
    [usage] nvarchar(max) NOT NULL,
    [before] nvarchar(max) NOT NULL,
    [answer] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [answer_reference] nvarchar(max) NULL,
    CONSTRAINT [pk_calls] PRIMARY KEY ([task_id], [attempt], [number])
);

CREATE INDEX [ix_attempts_owner_at] ON [s1_operations].[attempts] ([owner], [at]);

INSERT INTO [s1_operations].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121202816_AddAttempts', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s1_operations].[sessions] (
    [id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [agent_id] uniqueidentifier NOT NULL,
    [agent_name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [user_name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset NOT NULL,
    [last_at] datetimeoffset NOT NULL,
    [turns] int NOT NULL,
    [memory] nvarchar(max) NOT NULL,
    [claim] nvarchar(max) NULL,
    [input_tokens] bigint NOT NULL,
    [output_tokens] bigint NOT NULL,
    [cost] decimal(28,14) NOT NULL,
    [uncounted_cost] decimal(28,14) NOT NULL,
    [version] int NOT NULL,
    CONSTRAINT [pk_sessions] PRIMARY KEY ([id])
);

CREATE TABLE [s1_operations].[turns] (
    [id] uniqueidentifier NOT NULL,
    [session_id] uniqueidentifier NOT NULL,
    [at] datetimeoffset NOT NULL,
    [answer] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_turns] PRIMARY KEY ([id])
);

CREATE INDEX [ix_sessions_vsm_last_at] ON [s1_operations].[sessions] ([vsm], [last_at]);

CREATE INDEX [ix_turns_session_id] ON [s1_operations].[turns] ([session_id]);

INSERT INTO [s1_operations].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121211936_AddSessions', N'10.0.14');

COMMIT;
GO

