IF OBJECT_ID(N'[s5_policy].[__migrations]') IS NULL
BEGIN
    IF SCHEMA_ID(N's5_policy') IS NULL EXEC(N'CREATE SCHEMA [s5_policy];');
    CREATE TABLE [s5_policy].[__migrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___migrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF SCHEMA_ID(N's5_policy') IS NULL EXEC(N'CREATE SCHEMA [s5_policy];');

CREATE TABLE [s5_policy].[applications] (
    [request_id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [state] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [waiting] nvarchar(max) NOT NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [ended_by] uniqueidentifier NULL,
    [at] datetimeoffset NOT NULL,
    [revision] int NOT NULL,
    CONSTRAINT [pk_applications] PRIMARY KEY ([request_id])
);

CREATE TABLE [s5_policy].[approvals] (
    [task_id] uniqueidentifier NOT NULL,
    [step] int NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [attempt] int NOT NULL,
    [reason] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [answers] nvarchar(max) NOT NULL,
    [has_output] bit NOT NULL,
    [expires_at] datetimeoffset NOT NULL,
    [decided] nvarchar(max) NULL,
    [decided_at] datetimeoffset NULL,
    [revision] int NOT NULL,
    CONSTRAINT [pk_approvals] PRIMARY KEY ([task_id], [step])
);

CREATE TABLE [s5_policy].[clarifications] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [evaluation] int NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [clarified] nvarchar(max) NULL,
    [not_clarified] nvarchar(max) NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_clarifications] PRIMARY KEY ([task_id], [attempt], [evaluation])
);

CREATE TABLE [s5_policy].[corrections] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [corrected] nvarchar(max) NULL,
    [not_corrected] nvarchar(max) NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_corrections] PRIMARY KEY ([task_id], [attempt])
);

CREATE TABLE [s5_policy].[gaps] (
    [task_id] uniqueidentifier NOT NULL,
    [attempt] int NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [closed] nvarchar(max) NULL,
    [not_closed] nvarchar(max) NULL,
    [at] datetimeoffset NOT NULL,
    CONSTRAINT [pk_gaps] PRIMARY KEY ([task_id], [attempt])
);

CREATE TABLE [s5_policy].[journal] (
    [id] uniqueidentifier NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [body] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_journal] PRIMARY KEY ([id])
);

CREATE TABLE [s5_policy].[organisations] (
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [purpose] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [policy_set_version] int NOT NULL,
    [limits] nvarchar(max) NOT NULL,
    [policies] nvarchar(max) NOT NULL,
    [default_policies] nvarchar(max) NOT NULL,
    [templates] nvarchar(max) NOT NULL,
    [revision] int NOT NULL,
    CONSTRAINT [pk_organisations] PRIMARY KEY ([vsm])
);

CREATE TABLE [s5_policy].[policies] (
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [target] uniqueidentifier NOT NULL,
    [policy_id] uniqueidentifier NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [specification] nvarchar(max) NOT NULL,
    [in_force] bit NOT NULL,
    [revision] int NOT NULL,
    CONSTRAINT [pk_policies] PRIMARY KEY ([vsm], [name], [target])
);

CREATE TABLE [s5_policy].[policy_versions] (
    [policy_id] uniqueidentifier NOT NULL,
    [version] int NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [in_force] bit NOT NULL,
    [at] datetimeoffset NOT NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_policy_versions] PRIMARY KEY ([policy_id], [version])
);

CREATE TABLE [s5_policy].[system_versions] (
    [agent_id] uniqueidentifier NOT NULL,
    [version] int NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [configuration] nvarchar(max) NOT NULL,
    [at] datetimeoffset NOT NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_system_versions] PRIMARY KEY ([agent_id], [version])
);

CREATE TABLE [s5_policy].[systems] (
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [agent_id] uniqueidentifier NOT NULL,
    [configuration] nvarchar(max) NOT NULL,
    [corrected] nvarchar(max) NOT NULL,
    [active_version] int NULL,
    [honoured] nvarchar(max) NOT NULL,
    [revision] int NOT NULL,
    CONSTRAINT [pk_systems] PRIMARY KEY ([vsm], [name])
);

CREATE INDEX [ix_applications_ended_by] ON [s5_policy].[applications] ([ended_by]);

CREATE INDEX [ix_applications_vsm_state] ON [s5_policy].[applications] ([vsm], [state]);

CREATE UNIQUE INDEX [ix_policies_policy_id] ON [s5_policy].[policies] ([policy_id]);

CREATE UNIQUE INDEX [ix_systems_agent_id] ON [s5_policy].[systems] ([agent_id]);

INSERT INTO [s5_policy].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121144749_Initial', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s5_policy].[setting_versions] (
    [version] bigint NOT NULL,
    [request_id] uniqueidentifier NOT NULL,
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [before] nvarchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    [value] nvarchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    [by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [at] datetimeoffset NOT NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [undoes] bigint NULL,
    CONSTRAINT [pk_setting_versions] PRIMARY KEY ([version])
);

CREATE TABLE [s5_policy].[settings] (
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [value] nvarchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_settings] PRIMARY KEY ([vsm], [name])
);

CREATE UNIQUE INDEX [ix_setting_versions_request_id] ON [s5_policy].[setting_versions] ([request_id]);

CREATE INDEX [ix_setting_versions_vsm_name] ON [s5_policy].[setting_versions] ([vsm], [name]);

INSERT INTO [s5_policy].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261121202558_Settings', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [s5_policy].[advice] (
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

INSERT INTO [s5_policy].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261122000444_AddAdvice', N'10.0.14');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [s5_policy].[organisations] ADD [suggested_policies] nvarchar(max) NULL;

CREATE TABLE [s5_policy].[suggestions] (
    [vsm] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [key] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [number] int NOT NULL,
    [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [rule] nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [state] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [seen] int NOT NULL,
    [first_seen_at] datetimeoffset NOT NULL,
    [last_seen_at] datetimeoffset NOT NULL,
    [sightings] nvarchar(max) NOT NULL,
    [request_id] uniqueidentifier NULL,
    [by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [decided_at] datetimeoffset NULL,
    [policy] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [revision] int NOT NULL,
    CONSTRAINT [pk_suggestions] PRIMARY KEY ([vsm], [key])
);

CREATE UNIQUE INDEX [ix_suggestions_vsm_number] ON [s5_policy].[suggestions] ([vsm], [number]);

INSERT INTO [s5_policy].[__migrations] ([MigrationId], [ProductVersion])
VALUES (N'20261122025328_PolicySuggestions', N'10.0.14');

COMMIT;
GO

