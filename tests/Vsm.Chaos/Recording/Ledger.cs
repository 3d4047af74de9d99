using System.Collections.Concurrent;
using System.Diagnostics;
using Vsm.Chaos.Planning;

namespace Vsm.Chaos.Recording;

/// <summary>What the harness itself did and saw, outside the system that it tests.</summary>
internal sealed class Ledger
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<int, HandedIn> _handedIn = new();
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentDictionary<Guid, bool> _answered = new();
    private readonly ConcurrentDictionary<Guid, Poison> _poison = new();
    private readonly ConcurrentQueue<FaultRecord> _faults = new();
    private readonly ConcurrentDictionary<string, long> _disturbed = new();

    /// <summary>Time since the run began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    public IReadOnlyCollection<HandedIn> HandedIn => [.. _handedIn.Values];

    public IReadOnlyCollection<Poison> Poison => [.. _poison.Values];

    public int Acknowledged => _handedIn.Values.Count(x => x.Acknowledged is not null);

    /// <summary>Tasks that were acknowledged and have no answer.</summary>
    public int Open => _handedIn.Values.Count(x => x is { Acknowledged: not null, TaskId: { } id } && !_answered.ContainsKey(id));

    public int Answered => _answered.Count;

    public void Attempt(PlannedTask task, Guid? id) => _handedIn[task.Index] = new HandedIn(task, id, Now, null);

    public void Acknowledge(PlannedTask task, Guid id) =>
        _handedIn.AddOrUpdate(task.Index, _ => throw new InvalidOperationException("It was never handed in."), (_, x) => x with { TaskId = id, Acknowledged = Now });

    public void Deliver(Guid task, Guid message, string result, string? output)
    {
        _answers.Enqueue(new Answer(task, message, result, output, Now));
        _answered[task] = true;
    }

    public void Send(Poison poison) => _poison[poison.Id] = poison;

    public void Fail(FaultRecord fault) => _faults.Enqueue(fault);

    public void Disturb(string how) => _disturbed.AddOrUpdate(how, 1, (_, x) => x + 1);

    /// <summary>What is known without asking the system.</summary>
    public Evidence Seen() => new()
    {
        HandedIn = [.. _handedIn.Values],
        Answers = [.. _answers],
        Poison = [.. _poison.Values],
        Faults = [.. _faults],
        Disturbed = _disturbed.ToDictionary(),
    };
}
