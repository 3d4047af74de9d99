using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Tasks;

/// <summary>A task whose time limit has passed.</summary>
internal sealed record DueTask(Guid Id, int Step, DateTimeOffset DueAt);

/// <summary>
/// Checks that were sent and have not led anywhere yet: they stand in the queue, and there are never more of them than its consumers get done in some
/// seconds. As long as checks get done, those behind are not sent again. One that was taken too early, by a replica whose clock is behind, or ended in
/// the error queue, is: nothing gets done any more, or what was sent after it was done; the pause grows.
/// </summary>
internal sealed class DeadlineChecks
{
    public const int Most = 1000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Longer than that none waits in a queue which is worked on.
    private static readonly TimeSpan InQueue = TimeSpan.FromSeconds(30);
    private readonly Dictionary<(Guid Id, int Step), Sent> _sent = [];
    private DateTimeOffset _done;
    private DateTimeOffset _doneOf;

    public int Known => _sent.Count;

    /// <summary>Whether more may be sent.</summary>
    public bool HasRoom(DateTimeOffset now) => Room(now) > 0;

    /// <summary>Of the tasks that are due, those to check now, oldest first.</summary>
    public IReadOnlyList<CheckTaskDeadline> Take(IReadOnlyList<DueTask> due, DateTimeOffset now)
    {
        var room = Room(now);
        var checks = new List<CheckTaskDeadline>();
        foreach (var task in due)
        {
            var sent = _sent.GetValueOrDefault((task.Id, task.Step));
            if (checks.Count < room && (sent is null || IsLost(sent, now)))
            {
                var pause = sent is null ? FirstPause : 2 * sent.Pause < LongestPause ? 2 * sent.Pause : LongestPause;
                _sent[(task.Id, task.Step)] = new Sent(task.DueAt, now, pause);
                checks.Add(new CheckTaskDeadline { TaskId = task.Id, Step = task.Step });
            }
        }

        return checks;
    }

    /// <summary>They were not sent after all.</summary>
    public void Forget(IEnumerable<CheckTaskDeadline> checks)
    {
        foreach (var check in checks)
        {
            _sent.Remove((check.TaskId, check.Step));
        }
    }

    /// <summary>Forgets the checks of tasks that are no longer due: those that were not found.</summary>
    /// <param name="found">What is due.</param>
    /// <param name="upTo">How far was looked, by the time that they were due; null: at all.</param>
    /// <param name="now">When was looked.</param>
    public void Keep(IReadOnlySet<(Guid Id, int Step)> found, DateTimeOffset? upTo, DateTimeOffset now)
    {
        foreach (var (key, sent) in _sent)
        {
            if ((upTo is null || sent.DueAt < upTo) && !found.Contains(key))
            {
                _sent.Remove(key);
                _done = now;
                _doneOf = sent.At > _doneOf ? sent.At : _doneOf;
            }
        }
    }

    private bool IsLost(Sent sent, DateTimeOffset now) =>
        now - sent.At >= sent.Pause && (now - _done >= FirstPause || sent.At < _doneOf || now - sent.At >= InQueue);

    private int Room(DateTimeOffset now) => Most - _sent.Values.Count(x => now - x.At < InQueue);

    private sealed record Sent(DateTimeOffset DueAt, DateTimeOffset At, TimeSpan Pause);
}
