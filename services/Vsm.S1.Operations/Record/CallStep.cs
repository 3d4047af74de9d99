using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Record;

/// <summary>One call of a run: answered from the record, or made and recorded.</summary>
internal sealed class CallStep<T>(CallRecord record, RecordedCall call, IReadOnlyList<RecordedCall> dropped)
    where T : class
{
    // Begun by a run that ended, and what it may have cost is not known.
    private readonly bool _wasBegun = call is { Version: > 0, Done: false } && dropped.Count == 0;
    private IReadOnlyList<RecordedCall> _removed = [.. dropped.Skip(1)];
    private bool _begun;

    /// <summary>From the record; null: the call is to be made.</summary>
    public T? Answer { get; init; }

    /// <summary>What there is to be said of it, if anything.</summary>
    public CallRecovery? Recovery => Answer is not null || call.Repeats > 0 || dropped.Count > 0
        ? new CallRecovery { FromRecord = Answer is not null, Repeats = call.Repeats, Dropped = dropped.Count }
        : null;

    /// <summary>Stores that the call is about to be made. It may be said again, of another try.</summary>
    /// <param name="largest">The most that it can cost, with what was tried before, in USD.</param>
    /// <param name="effect">The tool, where it changes something outside.</param>
    /// <returns>Whether it may be made; false: what it changes may be changed already.</returns>
    public async Task<bool> BeginAsync(decimal largest, string? effect = null)
    {
        if (_wasBegun && effect is not null && call.HasEffect)
        {
            return false;
        }

        if (_wasBegun && !_begun)
        {
            call.Repeats++;
            call.Before = call.Before.With(CallCosts.Unknown(call.Largest));
            record.CountRepeat(call.Kind);
        }

        (call.Largest, call.HasEffect, _begun) = (largest, effect is not null, true);
        return await SaveAsync(effect);
    }

    /// <summary>Stores what came of the call.</summary>
    /// <returns>The answer as it is recorded, so that this run goes on with what another would be given.</returns>
    public async Task<T> EndAsync(T answer, Usage usage)
    {
        if (!_begun && _wasBegun)
        {
            call.Before = call.Before.With(CallCosts.Unknown(call.Largest));
        }

        (call.Answer, call.AnswerReference) = await record.KeepAsync(answer);
        (call.Done, call.Usage, call.Largest) = (true, usage, 0);
        await SaveAsync(null);
        return call.Answer is { } text ? JsonSerializer.Deserialize<T>(text, AIJsonUtilities.DefaultOptions)! : Again(answer);
    }

    private async Task<bool> SaveAsync(string? effect)
    {
        var saved = await record.SaveAsync(call, effect, _removed);
        _removed = saved ? [] : _removed;
        return saved;
    }

    private static T Again(T answer) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(answer, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
}
