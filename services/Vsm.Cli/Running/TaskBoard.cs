using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>Where each of our tasks stands, as far as entries and views have told.</summary>
internal sealed class TaskBoard(bool waitForPeople)
{
    private readonly Dictionary<Guid, Standing> _tasks = [];

    public int Total => _tasks.Count;

    public int Settled => _tasks.Values.Count(IsSettled);

    public IReadOnlyList<Guid> Unsettled => [.. _tasks.Where(x => !IsSettled(x.Value)).Select(x => x.Key)];

    public IReadOnlyList<Guid> NotFinal => [.. _tasks.Where(x => !TaskStates.IsFinal(x.Value.State)).Select(x => x.Key)];

    /// <summary>With it, a task that waits for a person is not settled.</summary>
    public bool WaitForPeople { get; set; } = waitForPeople;

    public bool Knows(Guid id) => _tasks.ContainsKey(id);

    public void Add(Guid id) => _tasks.TryAdd(id, new Standing(null, TaskStates.Accepted, null));

    /// <summary>What people call the task.</summary>
    public string Label(Guid id) => _tasks.GetValueOrDefault(id)?.Number is { } number ? $"#{number}" : id.ToString()[..8];

    public void See(JournalEntryView entry)
    {
        if (entry.TaskId is not { } id || !_tasks.TryGetValue(id, out var task) || TaskStates.IsFinal(task.State)
            || Progress(entry) is not { } progress)
        {
            return;
        }

        _tasks[id] = new Standing(progress.Number ?? task.Number, progress.State, progress.State == TaskStates.AwaitingPerson ? task.Answered : null);
    }

    public void See(TaskView view)
    {
        if (_tasks.TryGetValue(view.Id, out var task) && !TaskStates.IsFinal(task.State))
        {
            var sameWait = view.State == TaskStates.AwaitingPerson && view.Wait?.ExpiresAt == task.Answered;
            _tasks[view.Id] = new Standing(view.Number ?? task.Number, view.State, sameWait ? task.Answered : null);
        }
    }

    /// <summary>A person answered: this wait no longer counts as settled, a later one does.</summary>
    public void Answered(TaskView view) =>
        _tasks[view.Id] = _tasks[view.Id] with { Answered = view.Wait?.ExpiresAt ?? DateTimeOffset.MinValue };

    private static TaskProgress? Progress(JournalEntryView entry) =>
        entry.Kind == JournalKinds.Task || entry.Kind.StartsWith(JournalKinds.Task + ".", StringComparison.Ordinal)
            ? entry.Data?.Deserialize<TaskProgress>(JournalJson.Options)
            : null;

    private bool IsSettled(Standing task) =>
        TaskStates.IsFinal(task.State) || (task.State == TaskStates.AwaitingPerson && task.Answered is null && !WaitForPeople);

    private sealed record Standing(int? Number, string State, DateTimeOffset? Answered);
}
