namespace Vsm.Bus.Retries;

/// <summary>Whether there is another try, and when.</summary>
/// <param name="OutagePatience">How long what is unavailable is waited for, from the first try on.</param>
/// <param name="Others">Tries after the first where nothing is known of the failure.</param>
internal sealed record RetryRules(TimeSpan OutagePatience, int Others)
{
    public const int Conflicts = 30;
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestConflict = TimeSpan.FromMilliseconds(500);

    /// <param name="kind">Of the last failure.</param>
    /// <param name="failures">Failures of that kind before it.</param>
    /// <param name="elapsed">Since the first try began.</param>
    /// <param name="jitter">From 0 to 1; keeps those that met from meeting again.</param>
    /// <returns>The pause before the next try; null: this was the last.</returns>
    public TimeSpan? Pause(FailureKind kind, int failures, TimeSpan elapsed, double jitter)
    {
        switch (kind)
        {
            case FailureKind.Unavailable:
                var pause = Growing(100, failures, LongestPause, 0.75 + (jitter / 4));
                return elapsed + pause <= OutagePatience ? pause : null;
            case FailureKind.Conflict:
                return failures < Conflicts ? Growing(10, failures, LongestConflict, 0.1 + (0.9 * jitter)) : null;
            default:
                return failures < Others ? Growing(100, failures, LongestPause, 0.75 + (jitter / 4)) : null;
        }
    }

    private static TimeSpan Growing(int milliseconds, int failures, TimeSpan longest, double share) =>
        share * TimeSpan.FromMilliseconds(Math.Min(milliseconds * Math.Pow(2, Math.Min(failures, 30)), longest.TotalMilliseconds));
}
