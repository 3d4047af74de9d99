using Vsm.Contracts.Http;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Failures;

/// <summary>Who retried or discarded, when and why.</summary>
internal sealed record FailureAct(Guid Id, string By, string? Reason, DateTimeOffset At);

/// <summary>What a failed message's row becomes. At every moment it is either kept here, in <c>Failed</c> and <c>Retrying</c>, or in its queue.</summary>
internal static class FailureLifecycle
{
    /// <summary>Failed retries after which another one needs a note.</summary>
    public const int RetriesWithoutNote = 3;
    private const int Remembered = 32;

    /// <summary>The row after a failure came in; null when it is stored already.</summary>
    public static FailedMessageRow? Arrive(FailedMessageRow? row, FailureArrival arrival)
    {
        if (row is null)
        {
            return First(arrival);
        }

        if (row.Occurrences.Contains(arrival.Occurrence))
        {
            return null;
        }

        var known = row with
        {
            Version = row.Version + 1,
            Failures = row.Failures + 1,
            Occurrences = [.. row.Occurrences.TakeLast(Remembered - 1), arrival.Occurrence],
        };
        var comesBack = ComesBack(row, arrival.Retry);
        var fails = comesBack || (arrival.Retry is null && row.State is FailedMessageState.Resolved or FailedMessageState.Discarded);
        if (!fails)
        {
            return row.State == FailedMessageState.Failed ? Fail(known, arrival) : known;
        }

        return Fail(known, arrival) with
        {
            State = FailedMessageState.Failed,
            FailedRetries = comesBack ? row.FailedRetries + 1 : row.FailedRetries,
            Claim = null,
            ClaimedUntil = null,
            EndedAt = null,
        };
    }

    // The transport within the process takes marks away; there, what fails while a retry is out is that retry.
    private static bool ComesBack(FailedMessageRow row, int? retry) => retry is null
        ? row.State == FailedMessageState.Sent || row is { State: FailedMessageState.Retrying, Claim: not null }
        : retry >= row.Retries && row.State is FailedMessageState.Retrying or FailedMessageState.Sent or FailedMessageState.Resolved;

    /// <summary>Why it cannot be retried, if it cannot.</summary>
    public static string? RetryProblem(FailedMessageRow row, string? note) =>
        row.State != FailedMessageState.Failed ? $"The message is not kept here as failed; its state is {row.State}."
        : row.Cut ? $"The message had {row.Length} bytes and was not kept whole, so it cannot be retried. Send it again from where it came from, in a smaller form."
        : row.Queue == Bus.FailedMessageQueues.DeadLetters ? "The message does not say which queue it came from, so it cannot be retried."
        : NeedsNote(row) && string.IsNullOrWhiteSpace(note) ? $"{row.FailedRetries} retries of the message have failed; say in note why another one may help."
        : null;

    public static bool NeedsNote(FailedMessageRow row) => row.FailedRetries >= RetriesWithoutNote;

    public static FailedMessageRow Retry(FailedMessageRow row, FailureAct act) => Done(row, act) with
    {
        State = FailedMessageState.Retrying,
        Retries = row.Retries + 1,
        SentAt = null,
        Problem = null,
    };

    /// <summary>Why it cannot be discarded, if it cannot.</summary>
    public static string? DiscardProblem(FailedMessageRow row) =>
        row.State == FailedMessageState.Failed ? null : $"The message is not kept here as failed; its state is {row.State}.";

    public static FailedMessageRow Discard(FailedMessageRow row, FailureAct act) => Done(row, act) with
    {
        State = FailedMessageState.Discarded,
        EndedAt = act.At,
    };

    public static bool CanBeClaimed(FailedMessageRow row, DateTimeOffset now) =>
        row.State == FailedMessageState.Retrying && !(row.ClaimedUntil > now);

    public static FailedMessageRow Claim(FailedMessageRow row, Guid claim, DateTimeOffset until) => row with
    {
        Version = row.Version + 1,
        Claim = claim,
        ClaimedUntil = until,
    };

    /// <summary>The row after the broker has taken the message; null when the claim is lost, or the message has come back before.</summary>
    public static FailedMessageRow? Sent(FailedMessageRow row, Guid claim, DateTimeOffset now) => Claimed(row, claim) is { } released
        ? released with { State = FailedMessageState.Sent, SentAt = now }
        : null;

    /// <summary>The row after its queue turned out not to be there: it is kept here.</summary>
    public static FailedMessageRow? NotSent(FailedMessageRow row, Guid claim, string problem) => Claimed(row, claim) is { } released
        ? released with { State = FailedMessageState.Failed, Problem = Text.Cut(problem, 1000) }
        : null;

    /// <summary>The row after the broker could not be reached: to be tried soon.</summary>
    public static FailedMessageRow? Release(FailedMessageRow row, Guid claim) => Claimed(row, claim);

    public static bool HasNotComeBack(FailedMessageRow row, DateTimeOffset since) => row.State == FailedMessageState.Sent && row.SentAt <= since;

    public static FailedMessageRow Resolve(FailedMessageRow row, DateTimeOffset now) => row with
    {
        Version = row.Version + 1,
        State = FailedMessageState.Resolved,
        EndedAt = now,
    };

    private static FailedMessageRow? Claimed(FailedMessageRow row, Guid claim) =>
        row.State == FailedMessageState.Retrying && row.Claim == claim
            ? row with { Version = row.Version + 1, Claim = null, ClaimedUntil = null }
            : null;

    private static FailedMessageRow Done(FailedMessageRow row, FailureAct act) => row with
    {
        Version = row.Version + 1,
        ActId = act.Id,
        ActBy = Storable.Text(act.By),
        ActReason = Storable.Text(act.Reason),
        ActAt = act.At,
        Claim = null,
        ClaimedUntil = null,
    };

    private static FailedMessageRow Fail(FailedMessageRow row, FailureArrival arrival) => row with
    {
        Kind = arrival.Kind,
        ExceptionType = arrival.ExceptionType,
        Reason = arrival.Reason,
        Search = arrival.Reason.ToLowerInvariant(),
        FailedAt = arrival.At,
        Problem = null,
    };

    private static FailedMessageRow First(FailureArrival arrival) => new()
    {
        Id = arrival.RowId,
        State = FailedMessageState.Failed,
        Kind = arrival.Kind,
        Queue = arrival.Queue,
        MessageId = arrival.MessageId,
        MessageType = arrival.MessageType,
        ExceptionType = arrival.ExceptionType,
        Reason = arrival.Reason,
        Search = arrival.Reason.ToLowerInvariant(),
        ContentType = arrival.ContentType,
        Length = arrival.Length,
        Cut = arrival.Cut,
        FirstFailedAt = arrival.At,
        FailedAt = arrival.At,
        Failures = 1,
        Retries = arrival.Retry ?? 0,
        Occurrences = [arrival.Occurrence],
    };
}
