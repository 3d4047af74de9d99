using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

/// <summary>The journal of tasks, and its stream.</summary>
internal sealed class FakeJournal
{
    private readonly Lock _lock = new();
    private readonly List<JournalEntryView> _entries = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the stream after each so many entries.</summary>
    public int BreakEvery { get; set; } = int.MaxValue;

    /// <summary>Leaves entries of the stream out, as if they were lost.</summary>
    public bool Mute { get; set; }

    public void Add(TaskView task, string summary)
    {
        var entry = new JournalEntry
        {
            Key = "k", Function = "s3", Kind = "task." + task.State.ToLowerInvariant(), At = DateTimeOffset.UnixEpoch, Summary = summary, TaskId = task.Id,
        }.With(new TaskProgress { State = task.State, Number = task.Number });
        lock (_lock)
        {
            _entries.Add(new JournalEntryView
            {
                Sequence = _entries.Count + 1, Vsm = task.Vsm, Function = entry.Function, Kind = entry.Kind, At = entry.At,
                TaskId = task.Id, Summary = summary, Data = entry.Data, Hash = "h",
            });
        }

        Interlocked.Exchange(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public List<JournalEntryView> Entries(long after, Guid? task)
    {
        lock (_lock)
        {
            return [.. _entries.Where(x => x.Sequence > after && (task is null || x.TaskId == task))];
        }
    }

    public async IAsyncEnumerable<SseItem<JournalEntryView>> Stream(long? after, Guid? task, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = after ?? Entries(0, null).LastOrDefault()?.Sequence ?? 0;
        var sent = 0;
        while (true)
        {
            var grown = Volatile.Read(ref _grown).Task;
            foreach (var entry in Mute ? [] : Entries(last, task))
            {
                if (++sent > BreakEvery)
                {
                    yield break;
                }

                last = entry.Sequence;
                yield return new SseItem<JournalEntryView>(entry) { EventId = entry.Sequence.ToString(null, null) };
            }

            await grown.WaitAsync(cancellation);
        }
    }
}
