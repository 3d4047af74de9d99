using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control;

/// <summary>Which replica sweeps: the one that took the lease, for as long as it goes on to do so.</summary>
internal sealed partial class SweepLease(IStoreProvider store, IOptions<TaskOptions> options, ILogger<SweepLease> logger)
{
    public const string Name = "sweeps";

    // A replica that ended is replaced after this and one interval, which leaves time to act within five seconds.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private volatile bool _held;

    /// <summary>No other replica has it, also none of an earlier start on this machine.</summary>
    public static string Holder { get; } = $"{Environment.MachineName}-{EndpointNames.ReplicaId}";

    /// <returns>Whether this replica is the one that sweeps.</returns>
    public async Task<bool> TakeAsync(CancellationToken cancel)
    {
        var interval = options.Value.SweepInterval;
        var length = 2 * interval > Shortest ? 2 * interval : Shortest;
        var held = await store.TakeLeaseAsync(ControlDbContext.Schema, Name, Holder, length, cancel);
        if (held != _held)
        {
            _held = held;
            if (held)
            {
                LogTaken(Holder);
            }
            else
            {
                LogLost(Holder);
            }
        }

        return held;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Replica {Holder} looks for time limits that passed from now on")]
    private partial void LogTaken(string holder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replica {Holder} leaves time limits to another one")]
    private partial void LogLost(string holder);
}
