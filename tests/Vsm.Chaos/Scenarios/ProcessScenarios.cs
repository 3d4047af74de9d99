using Vsm.Chaos.Planning;
using Vsm.Chaos.Running;
using Vsm.Testing.Servers;

namespace Vsm.Chaos.Scenarios;

internal static class ProcessScenarios
{
    private const int Kills = 8;
    private const int Storms = 5;
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AfterStorm = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new()
        {
            Id = "F01", Title = "kill -9 of a random service every 5 to 15 s", Act = KillServicesAsync,
            Note = "a short form; `run` does it with everything else at once",
        },
        new() { Id = "F02", Title = "crash at named points", Command = "crash-points", Note = "by its own command, crash-points" },
        new() { Id = "F03", Title = "SIGTERM during work", Act = StopServicesAsync },
        new()
        {
            Id = "F04", Title = "SIGSTOP for 60 s, then SIGCONT", Act = FreezeAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(70) },
            Note = "one process of System 1, of Control and of Audit at once",
        },
        new()
        {
            Id = "F05", Title = "replicas of the task saga race on one task", Act = (_, _) => Task.CompletedTask,
            Options = x => x with { Replicas = 3, Disturbance = new Disturbance(0.5, 0, 0) },
            Note = "three replicas and every second message twice; counted races of one saga are in Vsm.Integration.Tests",
        },
        new()
        {
            Id = "F06", Title = "20 processes start at once on an empty database and broker", Act = StartedAtOnceAsync, Options = x => x with { Replicas = 4 },
        },
        new()
        {
            Id = "F61", Title = "everything is killed at once and comes back in any order", Act = StormAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(90) },
            Note = $"{Storms} orders; the catalogue wants 50",
        },
        Scenario.NotShown("F07", "process killed by its memory limit", "needs a cgroup with a memory limit, which an unprivileged run may not make"),
        Scenario.NotShown("F08", "half-dead endpoint after an oversize header", "needs a handler that sends one, which no service has; it belongs to the tests of the watchdog"),
    ];

    private static Task KillServicesAsync(ChaosScene scene, CancellationToken cancel)
    {
        var plan = FaultPlan.Create(1, TimeSpan.FromSeconds(Kills * 5), Kills).Select(x => x with { Kind = FaultKind.KillService }).ToList();
        return scene.Faults.RunAsync(plan, cancel);
    }

    private static async Task StormAsync(ChaosScene scene, CancellationToken cancel)
    {
        for (var storm = 0; storm < Storms; storm++)
        {
            var order = scene.Team.All.ToArray();
            new Random(storm).Shuffle(order);
            Array.ForEach(order, x => x.Hold());
            await Task.WhenAll(order.Select(x => x.KillAsync(cancel)));
            var start = scene.Ledger.Now;
            foreach (var service in order)
            {
                service.LetGo();
                await Pause.ForAsync(BetweenStarts, cancel);
            }

            await scene.Team.ReadyAsync(TimeSpan.FromMinutes(5), cancel);
            var time = scene.Ledger.Now - start;
            await scene.Findings.ExpectAsync(time <= AfterStorm, $"all are ready within {AfterStorm.TotalSeconds:0} s of storm {storm + 1} (it took {time.TotalSeconds:0.0} s)");
        }
    }

    private static async Task StopServicesAsync(ChaosScene scene, CancellationToken cancel)
    {
        foreach (var service in Programme.Services.Select(x => scene.Team.Of(x)[0]))
        {
            var (time, exitCode) = await service.StopAsync(StopLimit);
            await scene.Findings.ExpectAsync(
                exitCode == 0 && time < TimeSpan.FromSeconds(30), $"{service.Name} ends with 0 within 30 s of SIGTERM (it took {time.TotalSeconds:0.0} s and ended with {exitCode})");
            await service.ReadyAsync(cancel);
        }
    }

    private static async Task FreezeAsync(ChaosScene scene, CancellationToken cancel)
    {
        await Pause.ForAsync(3, cancel);
        List<Service> frozen = [.. ((string[])[Programme.Operations, Programme.Control, Programme.Audit]).Select(x => scene.Team.Of(x)[0])];
        frozen.ForEach(x => x.Process.Signal(Signals.Stop));
        await Pause.ForAsync(Frozen, cancel);
        frozen.ForEach(x => x.Process.Signal(Signals.Continue));
    }

    private static async Task StartedAtOnceAsync(ChaosScene scene, CancellationToken cancel)
    {
        await scene.Team.ReadyAsync(TimeSpan.FromSeconds(60), cancel);
        await scene.Findings.ExpectAsync(
            scene.Team.All.All(x => x.Starts == 1), $"all of {scene.Team.All.Count} processes start at the first try ({string.Join(", ", scene.Team.All.Where(x => x.Starts > 1).Select(x => x.Name))})");
    }
}
