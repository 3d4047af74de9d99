using Vsm.Chaos.Planning;
using Vsm.Chaos.Recording;

namespace Vsm.Chaos.Running;

/// <summary>Tasks that wait at the same time: half of them for a person, half for System 1, no process of which runs meanwhile.</summary>
internal sealed class WaitingTasks(ChaosScene scene, int seed, int count) : IAsyncDisposable
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private readonly DatabaseReader _database = new(scene.Team.ConnectionString);
    private readonly IReadOnlyList<PlannedTask> _forPersons = TaskPlan.Of(TaskKind.Person, seed, 0, count / 2);
    private readonly IReadOnlyList<PlannedTask> _forSystem1 = TaskPlan.Of(TaskKind.Sum, seed, count / 2, count - (count / 2));

    /// <summary>Hands them in, and ends when all of them wait.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        await HandInAsync(_forPersons, cancel);
        await UntilAsync("AwaitingPerson", _forPersons.Count, cancel);
        foreach (var service in scene.Team.Of(Programme.Operations))
        {
            service.Hold();
            await service.StopAsync(StopLimit);
        }

        await HandInAsync(_forSystem1, cancel);
        await UntilAsync("Executing", _forSystem1.Count, cancel);
        await CheckAsync("before the first process is replaced", cancel);
    }

    /// <summary>None has moved, and none was lost.</summary>
    public async Task CheckAsync(string when, CancellationToken cancel)
    {
        var states = (await _database.TasksAsync(cancel)).CountBy(x => x.State).ToDictionary();
        await scene.Findings.ExpectAsync(
            states.GetValueOrDefault("AwaitingPerson") == _forPersons.Count && states.GetValueOrDefault("Executing") == _forSystem1.Count && states.Count == 2,
            $"{when}: {string.Join(", ", states.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Value} {x.Key}"))}");
    }

    /// <summary>System 1 starts, as what it was moved to, and a person decides on each.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        foreach (var service in scene.Team.Of(Programme.Operations))
        {
            service.LetGo();
        }

        await scene.Team.ReadyAsync(Patience, cancel);
        foreach (var tasks in (await _database.TasksAsync(cancel)).Where(x => x.State == "AwaitingPerson").Chunk(AtOnce))
        {
            await Task.WhenAll(tasks.Select(x => scene.Door.RejectAsync(x.Id, cancel)));
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task HandInAsync(IEnumerable<PlannedTask> tasks, CancellationToken cancel)
    {
        foreach (var some in tasks.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(x => scene.Feeder.HandInAsync(x, cancel)));
        }
    }

    private Task UntilAsync(string state, int wanted, CancellationToken cancel) => Testing.Eventually.ReadAsync(
        $"{wanted} tasks {state}", async () => (await _database.TasksAsync(cancel)).Count(x => x.State == state), x => x == wanted, Patience).WaitAsync(cancel);
}
