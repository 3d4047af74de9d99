using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Dashboard.ReadModel;

/// <summary>
/// What a task's row becomes by an entry. Entries may come in any order: the state is the one of the latest step, and so is every other value
/// among the steps that have one.
/// </summary>
internal static class TaskProjection
{
    public static TaskRow Apply(TaskRow? row, JournalEntry entry, TaskProgress progress)
    {
        row ??= new TaskRow
        {
            Id = entry.TaskId!.Value,
            Vsm = entry.Vsm,
            SubmittedAt = Storable.Time(progress.SubmittedAt ?? entry.At),
        };
        var step = entry.Step ?? 0;
        var values = new Latest(row.Steps, step);
        // They belong together: an output that fits into a message ends the reference to one that did not.
        var (output, reference) = values.Of(nameof(TaskRow.Output), progress.Output is null ? null : new Output(progress.Output, progress.OutputReference), new Output(row.Output, row.OutputReference));
        var latest = row.Step is null || step > row.Step ? State(row, progress, step) : row;
        return latest with
        {
            Version = row.Version + 1,
            Number = values.Of(nameof(TaskRow.Number), progress.Number, row.Number),
            Content = Storable.Text(values.Of(nameof(TaskRow.Content), progress.Content, row.Content)),
            References = values.Of(nameof(TaskRow.References), progress.References, row.References),
            RequiredCapabilities = values.Of(nameof(TaskRow.RequiredCapabilities), progress.RequiredCapabilities, row.RequiredCapabilities),
            Requestor = Storable.Text(values.Of(nameof(TaskRow.Requestor), progress.Requestor, row.Requestor)),
            Assignee = values.Of(nameof(TaskRow.Assignee), progress.Assignee, row.Assignee),
            AssigneeName = Storable.Text(values.Of(nameof(TaskRow.AssigneeName), progress.AssigneeName, row.AssigneeName)),
            Output = Storable.Text(output),
            OutputReference = reference,
            Reason = Storable.Text(values.Of(nameof(TaskRow.Reason), progress.Reason, row.Reason)),
            CostLimit = values.Of(nameof(TaskRow.CostLimit), progress.CostLimit, row.CostLimit),
            ParentId = progress.ParentTaskId ?? row.ParentId,
            RulingId = values.Of(nameof(TaskRow.RulingId), progress.RulingId, row.RulingId),
            EndedAt = values.Of(nameof(TaskRow.EndedAt), Time(progress.EndedAt), row.EndedAt),
            DueAt = TaskStates.IsFinal(latest.State) ? null : values.Of(nameof(TaskRow.DueAt), Time(progress.DueAt), row.DueAt),
            Steps = values.Steps,
        };
    }

    private static TaskRow State(TaskRow row, TaskProgress progress, int step) => row with
    {
        State = Storable.Text(progress.State),
        Step = step,
        Attempts = progress.Attempts,
        Corrections = progress.Corrections,
        Clarifications = progress.Clarifications,
        Cost = progress.Usage.Cost,
        Reserved = progress.Reserved ?? 0,
        InputTokens = progress.Usage.InputTokens,
        OutputTokens = progress.Usage.OutputTokens,
        // Belongs to the state: a state that does not wait ends the waiting of the one before.
        Wait = progress.Wait,
    };

    private static DateTimeOffset? Time(DateTimeOffset? time) => time is { } value ? Storable.Time(value) : null;

    private sealed record Output(string? Text, ContentReference? Whole);

    private sealed class Latest(IReadOnlyDictionary<string, int> known, int step)
    {
        private Dictionary<string, int>? _changed;

        public IReadOnlyDictionary<string, int> Steps => _changed ?? known;

        public T Of<T>(string name, T? reported, T current)
            where T : class? => Wins(reported is not null, name) ? reported! : current;

        public T? Of<T>(string name, T? reported, T? current)
            where T : struct => Wins(reported is not null, name) ? reported : current;

        private bool Wins(bool reported, string name)
        {
            if (!reported || (known.TryGetValue(name, out var last) && last >= step))
            {
                return false;
            }

            _changed ??= new Dictionary<string, int>(known);
            _changed[name] = step;
            return true;
        }
    }
}
