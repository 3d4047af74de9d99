using Npgsql;
using Vsm.Chaos.Bus;
using Vsm.Chaos.Planning;
using Vsm.Chaos.Running;
using Vsm.Testing;
using Vsm.Testing.Servers;

namespace Vsm.Chaos.Scenarios;

internal static class DatabaseScenarios
{
    private const int Racers = 50;
    private const string OtherLanguage = "database speaks another language";
    private static readonly TimeSpan Hung = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Id = "F21", Title = "50 racing first messages of one task", Act = RaceAsync, Note = "ten tasks, each handed in 50 times at once" },
        new()
        {
            Id = "F22", Title = "database: kill -9 every 5 to 40 s",
            Act = (scene, cancel) => BrokerScenarios.ServerFaultsAsync(scene, cancel, [.. Enumerable.Repeat(FaultKind.KillDatabase, 5)]),
        },
        new()
        {
            Id = "F23", Title = "database hangs, then one table is locked", Act = HangAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(80) },
            Note = "SIGSTOP for 30 s and a lock for 15 s; a slow network is not shown",
        },
        Scenario.NotShown("F24", "disk full, then freed", "needs a file system of its own to fill, which an unprivileged run may not mount"),
        new()
        {
            Id = "F25", Title = "serialisation failures and deadlocks on 2 % of all commands", Act = (_, _) => Task.CompletedTask,
            Options = x => x with { Settings = Failures.Settings(0.02) },
            Note = "and connections that break, and the same of the broker; half of them after what was asked was done",
        },
        MessageLanguage.Installed is { } language
            ? new()
            {
                Id = "F26", Title = OtherLanguage, Act = (scene, cancel) => BrokerScenarios.ServerFaultsAsync(scene, cancel, FaultKind.KillDatabase),
                Options = x => x with { DatabaseSettings = new Dictionary<string, string> { ["lc_messages"] = language } }, Note = $"with {language}",
            }
            : Scenario.NotShown("F26", OtherLanguage, "no locale other than English is installed here"),
        new()
        {
            Id = "F27", Title = "too few database connections", Act = (scene, cancel) => BrokerScenarios.ServerFaultsAsync(scene, cancel, FaultKind.KillService, FaultKind.KillService),
            Options = x => x with { DatabaseSettings = new Dictionary<string, string> { ["max_connections"] = "24" } },
            Note = "24 for ten processes with pools of 16",
        },
        new()
        {
            Id = "F28", Title = "database restored from a backup while the broker kept its messages", Act = RestoreAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(60) },
            Note = "a backup that was taken while the services were stopped; from an older one, tasks that began after it are lost",
        },
    ];

    private static async Task RaceAsync(ChaosScene scene, CancellationToken cancel)
    {
        for (var i = 0; i < 10; i++)
        {
            var task = new PlannedTask(1_000_000 + i, TaskKind.Throw, Way.Bus, $"race {i}", $"race {i}");
            var id = Guid.NewGuid();
            scene.Ledger.Attempt(task, id);
            var body = Envelope.Of(task, id);
            await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => scene.Sender.SendAsync(ServiceQueues.Tasks, "", Envelope.Properties(Guid.NewGuid()), body, cancel)));
            scene.Ledger.Acknowledge(task, id);
        }
    }

    private static async Task RestoreAsync(ChaosScene scene, CancellationToken cancel)
    {
        await Pause.ForAsync(10, cancel);
        foreach (var service in scene.Team.All)
        {
            service.Hold();
        }

        await Task.WhenAll(scene.Team.All.Select(x => x.StopAsync(StopLimit)));
        using var folder = new TemporaryFolder();
        await scene.Team.Database.BackUpAsync(Team.DatabaseName, folder.File("backup"));
        await scene.Team.Database.RestoreAsync(Team.DatabaseName, folder.File("backup"));
        foreach (var service in scene.Team.All)
        {
            service.LetGo();
        }

        await scene.Team.ReadyAsync(TimeSpan.FromSeconds(120), cancel);
    }

    private static async Task HangAsync(ChaosScene scene, CancellationToken cancel)
    {
        await Pause.ForAsync(5, cancel);
        scene.Team.Database.SignalAll(Signals.Stop);
        await Pause.ForAsync(Hung, cancel);
        await Expectations.LiveAnswersAsync(scene);
        scene.Team.Database.SignalAll(Signals.Continue);
        await Pause.ForAsync(5, cancel);

        await using (var connection = new NpgsqlConnection(scene.Team.ConnectionString))
        {
            await connection.OpenAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var command = new NpgsqlCommand("set local idle_in_transaction_session_timeout = 0; lock table s3_control.tasks in access exclusive mode", connection);
            await command.ExecuteNonQueryAsync(cancel);
            await Pause.ForAsync(15, cancel);
            await Expectations.LiveAnswersAsync(scene);
        }

        await Expectations.NobodyRestartedAsync(scene);
    }
}
