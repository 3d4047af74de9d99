using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus;

namespace Vsm.Persistence.Retention;

/// <summary>
/// Removes what a function need not keep any longer: one replica at a time, in short transactions, and after each a rest as long as it took, so that tasks
/// at work never wait for more than one of them.
/// </summary>
internal sealed partial class RetentionService<TContext>(
    string schema, IEnumerable<IRetentionRule<TContext>> rules, IDbContextFactory<TContext> contexts, IStoreProvider store, RetentionMetrics metrics,
    IOptions<RetentionOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<RetentionService<TContext>> logger)
    : BusService(lifetime)
    where TContext : FunctionDbContext
{
    private const string Lease = "retention";

    // Long enough for the longest step, short enough that another replica goes on soon after this one ended.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);
    private readonly string _holder = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    /// <summary>Looks through everything once.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        foreach (var rule in rules)
        {
            if (rule.Keep is { } keep && !await RemoveAsync(rule, clock.GetUtcNow() - keep, cancel))
            {
                return;
            }
        }
    }

    protected override async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        do
        {
            try
            {
                await SweepAsync(cancel);
            }
            catch (Exception exception) when (!cancel.IsCancellationRequested)
            {
                // A database that is away is there again at the next turn, and nothing waits for this.
                LogFailed(exception, schema, options.Value.Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <returns>Whether this replica is still the one to do it.</returns>
    private async Task<bool> RemoveAsync(IRetentionRule<TContext> rule, DateTimeOffset before, CancellationToken cancel)
    {
        var removed = 0;
        var steps = rule.RemoveAsync(contexts, before, cancel).GetAsyncEnumerator(cancel);
        await using (steps)
        {
            while (true)
            {
                if (!await store.TakeLeaseAsync(schema, Lease, _holder, LeaseTime, cancel))
                {
                    return false;
                }

                var started = clock.GetTimestamp();
                if (!await steps.MoveNextAsync())
                {
                    break;
                }

                removed += steps.Current;
                metrics.Removed(rule.What, steps.Current);
                await Task.Delay(clock.GetElapsedTime(started), clock, cancel);
            }
        }

        if (removed > 0)
        {
            LogRemoved(removed, rule.What, before);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Rows} {What} from before {Before:u}")]
    private partial void LogRemoved(int rows, string what, DateTimeOffset before);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What schema {Schema} need not keep could not be removed; tried again in {Interval:c}")]
    private partial void LogFailed(Exception exception, string schema, TimeSpan interval);
}
