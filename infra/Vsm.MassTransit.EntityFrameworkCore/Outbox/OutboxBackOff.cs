namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>When an outbox that could not be sent is tried again.</summary>
internal static class OutboxBackOff
{
    private const int MostAttempts = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>One second, then double each time up to five minutes.</summary>
    public static TimeSpan After(int attempts)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(attempts - 1, 0, 10)));
        return pause < Longest ? pause : Longest;
    }

    public static bool IsLast(int attempts) => attempts >= MostAttempts;
}
