using Vsm.Chaos.Recording;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Scenarios;

internal static class TimeScenarios
{
    private const int MostLooks = 90;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.NotShown("F29", "clocks that differ by hours", "needs libfaketime, which is not part of the installed packages"),
        new()
        {
            Id = "F30", Title = "scheduler down, then two at once", Act = SchedulerAwayAsync,
            Options = x => x with { Duration = TimeSpan.FromSeconds(20), Patience = TimeSpan.FromSeconds(90), Disturbance = Disturbance.None },
            Note = "both processes of Control are away for 45 s while time limits of 20 s pass",
        },
    ];

    private static async Task SchedulerAwayAsync(ChaosScene scene, CancellationToken cancel)
    {
        // Tasks that have come to wait for a person by now have time limits that pass meanwhile.
        await using var database = new DatabaseReader(scene.Team.ConnectionString);
        List<Guid> waiting = [];
        for (var looks = 0; waiting.Count == 0 && looks < MostLooks; looks++)
        {
            await Pause.ForAsync(1, cancel);
            waiting = [.. (await database.TasksAsync(cancel)).Where(x => x.State == "AwaitingPerson").Select(x => x.Id)];
        }

        var control = scene.Team.Of(Programme.Control);
        foreach (var service in control)
        {
            service.Hold();
            await service.KillAsync(cancel);
        }

        await Pause.ForAsync(Away, cancel);
        foreach (var service in control)
        {
            service.LetGo();
        }

        await Task.WhenAll(control.Select(x => x.ReadyAsync(cancel)));
        var back = scene.Ledger.Now;
        await Pause.ForAsync(Late, cancel);
        var answered = scene.Ledger.Seen().Answers.Select(x => x.TaskId).ToHashSet();
        var late = waiting.Count(x => !answered.Contains(x));
        await scene.Findings.ExpectAsync(
            waiting.Count > 0 && late == 0, $"the {waiting.Count} time limits that passed have acted within 5 s of the return at {back.TotalSeconds:0.0} s ({late} had not)");
    }
}
