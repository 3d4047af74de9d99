using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Vsm.Faults;

/// <summary>Whether an operation fails: half of the failures come before it is done, half after. A process starts and stops undisturbed.</summary>
internal sealed partial class FaultDice
{
    private readonly double _share;
    private readonly IHostApplicationLifetime _lifetime;
    private int _before;
    private int _after;

    public FaultDice(double share, IHostApplicationLifetime lifetime, ILogger<FaultDice> logger)
    {
        (_share, _lifetime) = (share, lifetime);
        lifetime.ApplicationStopping.Register(() => LogInjected(logger, _before, _after));
    }

    /// <summary>What a database says instead of doing what was asked: nothing at all, or that others came in between.</summary>
    public static Exception NotDone() => Random.Shared.Next(4) switch
    {
        0 => Refused(PostgresErrorCodes.SerializationFailure),
        1 => Refused(PostgresErrorCodes.DeadlockDetected),
        _ => Gone(),
    };

    /// <summary>The connection broke; what was asked may be done.</summary>
    public static Exception Gone() => new NpgsqlException("injected", new IOException("injected"));

    public bool Before() => Falls(ref _before);

    public bool After() => Falls(ref _after);

    private static PostgresException Refused(string state) => new("injected", "ERROR", "ERROR", state);

    private bool Falls(ref int count)
    {
        if (!_lifetime.ApplicationStarted.IsCancellationRequested || _lifetime.ApplicationStopping.IsCancellationRequested || Random.Shared.NextDouble() >= _share / 2)
        {
            return false;
        }

        Interlocked.Increment(ref count);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Failures injected: {Before} instead of what was to be done, {After} after it")]
    private static partial void LogInjected(ILogger logger, int before, int after);
}
