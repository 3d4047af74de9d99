using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Attempts;

namespace Vsm.S1.Operations.Record;

/// <summary>
/// The record of one run of an attempt: what earlier runs got is given out in order, what is new is stored. Between two calls is also where a run ends that is
/// handed over, so that nothing is begun that would not be ended.
/// </summary>
/// <param name="task">The task and attempt.</param>
/// <param name="earlier">What earlier runs recorded.</param>
/// <param name="store">Where calls are stored.</param>
/// <param name="answers">Where their answers are kept.</param>
/// <param name="hold">Says whether the attempt is still this process's.</param>
/// <param name="metrics">Counts what was kept and what was made again.</param>
/// <param name="clock">Says when.</param>
/// <param name="handOver">Nothing more is begun.</param>
internal sealed class CallRecord(
    AssignTaskMessage task, IReadOnlyList<RecordedCall> earlier, RecordedCalls store, CallAnswers answers, AttemptHold hold, OperationsMetrics metrics,
    TimeProvider clock, CancellationToken handOver)
{
    private readonly CallTape _tape = new(earlier);

    /// <summary>What earlier runs spent.</summary>
    public Usage Spent { get; } = CallCosts.Of(earlier);

    /// <summary>Goes on to the next call.</summary>
    /// <exception cref="RecordLostException">What was recorded cannot be used, and something was changed by it.</exception>
    public async Task<CallStep<T>> NextAsync<T>(CallKind kind, string asked, CancellationToken cancel)
        where T : class
    {
        var taped = _tape.Next(kind, asked);
        var answer = taped.Recorded is { Done: true } done ? await answers.ReadAsync<T>(done, cancel) : null;
        if (answer is not null)
        {
            metrics.Replayed(kind);
            return new CallStep<T>(this, taped.Recorded!, []) { Answer = answer };
        }

        handOver.ThrowIfCancellationRequested();
        hold.Lost.ThrowIfCancellationRequested();
        IReadOnlyList<RecordedCall> dropped = taped.Recorded is { Done: true } gone ? [gone, .. _tape.Drop()] : taped.Dropped;
        if (dropped.Any(x => x.HasEffect))
        {
            throw new RecordLostException();
        }

        var call = dropped.Count > 0 ? Instead(dropped, kind, asked) : taped.Recorded ?? New(taped.Number, kind, asked);
        return new CallStep<T>(this, call, dropped);
    }

    /// <summary>Keeps an answer.</summary>
    public Task<(string? Text, ContentReference? Reference)> KeepAsync<T>(T answer) => answers.KeepAsync(answer, hold.Lost);

    /// <summary>Stores a call as it is now.</summary>
    /// <returns>Whether the effect, if there is one, is this call's.</returns>
    public async Task<bool> SaveAsync(RecordedCall call, string? effect, IReadOnlyList<RecordedCall> removed)
    {
        (call.Run, call.At) = (hold.Run, clock.GetUtcNow());
        var outcome = await store.SaveAsync(call, effect, removed, hold.Lost);
        if (outcome == SaveOutcome.Lost)
        {
            hold.Lose();
            throw new OperationCanceledException(hold.Lost);
        }

        return outcome == SaveOutcome.Saved;
    }

    public void CountRepeat(CallKind kind) => metrics.Repeated(kind);

    private RecordedCall New(int number, CallKind kind, string asked) => new()
    {
        TaskId = task.TaskId, Attempt = task.Attempt, Number = number, Kind = kind, Asked = asked, At = clock.GetUtcNow(), Run = hold.Run,
    };

    // Takes the place of the first that is dropped, with what all of them cost.
    private static RecordedCall Instead(IReadOnlyList<RecordedCall> dropped, CallKind kind, string asked)
    {
        var (call, spent) = (dropped[0], CallCosts.Of(dropped));
        (call.Kind, call.Asked, call.Done, call.Repeats, call.Largest) = (kind, asked, false, 0, 0);
        (call.Usage, call.Before, call.Answer, call.AnswerReference) = (new Usage(), spent, null, null);
        return call;
    }
}
