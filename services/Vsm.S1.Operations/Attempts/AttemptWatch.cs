namespace Vsm.S1.Operations.Attempts;

/// <summary>
/// Tells which attempts were left by the process that worked on them: those whose beat stood still for as long as a lease, by the clock of whoever
/// watches. Clocks of two machines are never compared.
/// </summary>
internal sealed class AttemptWatch(TimeSpan lease, TimeProvider clock)
{
    private Dictionary<(Guid, int), (int Beat, long Since)> _seen = [];

    /// <summary>Takes note of all attempts that others work on, and says which of them may be taken.</summary>
    public IReadOnlyList<AttemptSight> Left(IReadOnlyList<AttemptSight> owned)
    {
        var (now, seen, left) = (clock.GetTimestamp(), new Dictionary<(Guid, int), (int Beat, long Since)>(), new List<AttemptSight>());
        foreach (var attempt in owned)
        {
            var key = (attempt.TaskId, attempt.Attempt);
            var since = _seen.TryGetValue(key, out var before) && before.Beat == attempt.Beat ? before.Since : now;
            seen[key] = (attempt.Beat, since);
            if (clock.GetElapsedTime(since, now) >= lease)
            {
                left.Add(attempt);
            }
        }

        _seen = seen;
        return left;
    }
}
