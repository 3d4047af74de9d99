using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

public sealed class When_a_version_takes_over_sagas
{
    private const int Tasks = 1200;
    private static readonly DateTimeOffset Far = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private PrivateDatabase _database = null!;

    [SetUp]
    public async Task MakeDatabaseAsync() => _database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);

    [TearDown]
    public async Task DropDatabaseAsync() => await _database.DisposeAsync();

    [Test]
    public async Task Rows_that_it_cannot_read_and_states_that_it_has_not_are_named_among_all_others()
    {
        var ids = await StoreAsync();
        await ExecuteAsync($"update s3_control.tasks set parameters = '[1' where id = '{ids[3]}'");
        await ExecuteAsync($"update s3_control.tasks set current_state = 'Thinking' where id = '{ids[700]}'");

        var (exitCode, view) = await CheckAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(view.GetProperty("checked").GetInt32(), Is.EqualTo(Tasks));
        var blocked = view.GetProperty("blocked").EnumerateArray().ToDictionary(x => x.GetProperty("id").GetGuid(), x => x.GetProperty("reason").GetString());
        Assert.That(blocked.Keys, Is.EquivalentTo([ids[3], ids[700]]));
        Assert.That(blocked[ids[3]], Does.StartWith("Its row cannot be read:"));
        Assert.That(blocked[ids[700]], Is.EqualTo("This version knows no state 'Thinking'."));
    }

    [Test]
    public async Task It_does_not_start_while_one_is_blocked_and_starts_once_that_is_waived()
    {
        var ids = await StoreAsync();
        await ExecuteAsync($"update s3_control.tasks set current_state = 'Thinking' where id = '{ids[0]}'");
        await using (var refused = Start())
        {
            Assert.That(await refused.ExitAsync(), Is.EqualTo(1));
            await ProcessReport.WriteAsync(refused);
            Assert.That(refused.Output, Does.Contain($"1 of {Tasks} tasks under way are blocked").And.Contain($"{ids[0]}: This version knows no state 'Thinking'.").And.Contain("Vsm:Sagas:Waived"));
            Assert.That(refused.Output, Does.Not.Contain("   at "), "no stack trace");
        }

        await using var started = Start(("Vsm:Sagas:Waived", $"{ids[0]}"));
        await started.StartedAsync();
        await ProcessReport.WriteAsync(started);
        Assert.That(started.Output, Does.Contain($"Task {ids[0]} is blocked, which was waived"));
    }

    [Test]
    public async Task A_database_without_its_migrations_is_not_read()
    {
        var (exitCode, view) = await CheckAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(view.GetProperty("missingMigrations").GetArrayLength(), Is.GreaterThan(0));
    }

    [Test]
    public async Task Sagas_that_are_as_this_version_left_them_pass()
    {
        await StoreAsync();

        var (exitCode, view) = await CheckAsync();

        Assert.That((exitCode, view.GetProperty("checked").GetInt32(), view.GetProperty("passed").GetBoolean()), Is.EqualTo((0, Tasks, true)));
    }

    private async Task<List<Guid>> StoreAsync()
    {
        await using var store = new PostgreSqlStore(Options.Create(new StoreOptions { Database = new DatabaseOptions { ConnectionString = _database.ConnectionString } }));
        var options = new DbContextOptionsBuilder<ControlDbContext>();
        store.Configure(options, ControlDbContext.Schema);
        await using var db = new ControlDbContext(options.Options, store);
        await store.MigrateAsync(db, ControlDbContext.Schema, CancellationToken.None);
        var tasks = Enumerable.Range(1, Tasks)
            .Select(x => new TaskInstance { CorrelationId = Guid.NewGuid(), Number = x, CurrentState = "Executing", Step = 1, SubmittedAt = Far, DueAt = Far }).ToList();
        db.Tasks.AddRange(tasks);
        await db.SaveChangesAsync();
        return tasks.ConvertAll(x => x.CorrelationId);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }

    private async Task<(int ExitCode, JsonElement View)> CheckAsync()
    {
        await using var check = ServiceProcess.Start("Vsm.AllInOne", ["saga", "check", "--output", "json"], Settings());
        var exitCode = await check.ExitAsync();
        await ProcessReport.WriteAsync(check);
        return (exitCode, JsonElement.Parse(check.Out));
    }

    private ServiceProcess Start(params (string Key, string Value)[] settings)
    {
        var all = Settings();
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return ServiceProcess.Start("Vsm.S3.Control", [], all);
    }

    private Dictionary<string, string> Settings() => ServiceSettings.Of(TestServers.RabbitMq, _database.ConnectionString);
}
