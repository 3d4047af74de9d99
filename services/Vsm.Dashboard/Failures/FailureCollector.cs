using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Failures;

/// <summary>
/// Takes failed messages out of the broker, once they are stored. It follows the queues that functions tell of; replicas compete for the messages.
/// </summary>
internal sealed partial class FailureCollector(
    FailedMessageQueues broker, DeclaredQueues declared, IDbContextFactory<DashboardDbContext> contexts, FailureStore store,
    IOptions<FailureOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<FailureCollector> logger) : BusService(lifetime)
{
    private const string OwnPrefix = "vsm.dashboard.";
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3); // queues of others that are new
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, bool> _connected = new();
    private readonly Dictionary<string, DateTimeOffset> _waiting = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A transport within the process forgets what is moved to a queue that nobody has connected yet.
        foreach (var queue in broker.HasDeadLetters ? [] : Beside(declared.From(0)))
        {
            Connect(queue, CancellationToken.None);
            _connected[queue] = true;
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task RunAsync(CancellationToken cancel)
    {
        await ConnectAsync(broker.HasDeadLetters ? [FailedMessageQueues.DeadLetters] : [], cancel);
        while (true)
        {
            var changed = declared.Changed;
            try
            {
                await ConnectAsync(Beside(await QueuesAsync(cancel)), cancel);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotRead(exception);
            }

            await WaitAsync(changed, cancel);
        }
    }

    private async Task WaitAsync(Task changed, CancellationToken cancel)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(changed, Task.Delay(Poll, clock, pause.Token));
        await pause.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    private static IReadOnlyList<string> Beside(IEnumerable<string> queues) =>
        [.. queues.SelectMany(x => (string[])[x + FailedMessageQueues.ErrorSuffix, x + FailedMessageQueues.SkippedSuffix])];

    private async Task<IReadOnlyList<string>> QueuesAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var known = await db.Queues.AsNoTracking().Select(x => x.Name).ToListAsync(cancel);
        // What this process consumes itself needs no journal to be known; in one process that is everything.
        var own = declared.From(0).Except(known).ToList();
        await AddOwnAsync(db, own, cancel);
        return [.. known, .. own];
    }

    private async Task AddOwnAsync(DashboardDbContext db, IEnumerable<string> queues, CancellationToken cancel)
    {
        db.AddRange(queues.Where(x => x.StartsWith(OwnPrefix, StringComparison.Ordinal))
            .Select(x => new QueueRow { Name = x, Function = "dashboard", At = Storable.Time(clock.GetUtcNow()) }));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (Exception exception) when (exception is DbUpdateException or ArgumentException)
        {
            // A replica added them; if that was not it, the next turn tries again.
        }
    }

    private async Task ConnectAsync(IReadOnlyList<string> queues, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await Task.WhenAll(queues.Where(x => !_connected.ContainsKey(x) && _waiting.GetValueOrDefault(x) <= now).ToList().Select(async x =>
        {
            var handle = Connect(x, cancel);
            try
            {
                await handle.Ready.WaitAsync(Patience, clock, cancel);
                _connected[x] = true;
            }
            catch (Exception exception) when (!cancel.IsCancellationRequested)
            {
                LogNotConnected(exception, x);
                // Half connected, it would stand in the way of the next try under its name.
                await handle.StopAsync(CancellationToken.None);
                lock (_waiting)
                {
                    _waiting[x] = clock.GetUtcNow() + LongestPause;
                }
            }
        }));
    }

    private HostReceiveEndpointHandle Connect(string queue, CancellationToken stop) =>
        broker.Connect(queue, options.Value.ConcurrentMessages, (message, delivery) => TakeAsync(queue, message, delivery, stop));

    // The message stays on the broker until it is stored, however long that takes: nothing else could be done with it.
    private async Task TakeAsync(string queue, RawMessage message, CancellationToken delivery, CancellationToken stop)
    {
        if (queue == FailedMessageQueues.DeadLetters && ArrivalReader.IsGivenUp(message))
        {
            LogGivenUp(message.Headers.GetValueOrDefault("x-first-death-queue"));
            return;
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(delivery, stop);
        var arrival = Read(queue, message, clock.GetUtcNow());
        for (var pause = TimeSpan.FromMilliseconds(200); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await store.StoreAsync(arrival, cancel.Token);
                return;
            }
            catch (Exception exception) when (!cancel.IsCancellationRequested)
            {
                LogNotStored(exception, queue);
            }

            await Task.Delay(pause, clock, cancel.Token);
        }
    }

    private static FailureArrival Read(string queue, RawMessage message, DateTimeOffset now) =>
        queue == FailedMessageQueues.DeadLetters ? ArrivalReader.ReadDeadLetter(message, now)
        : queue.EndsWith(FailedMessageQueues.ErrorSuffix, StringComparison.Ordinal)
            ? ArrivalReader.Read(message, queue[..^FailedMessageQueues.ErrorSuffix.Length], FailedMessageKind.Error, now)
            : ArrivalReader.Read(message, queue[..^FailedMessageQueues.SkippedSuffix.Length], FailedMessageKind.Skipped, now);

    [LoggerMessage(Level = LogLevel.Information, Message = "A request was not taken from {Queue} as long as its asker waited, and is left out")]
    private partial void LogGivenUp(string? queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Which queues there are could not be read; tried again")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed messages in {Queue} cannot be taken now and stay there; tried again")]
    private partial void LogNotConnected(Exception exception, string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A failed message of {Queue} could not be stored and stays there; tried again")]
    private partial void LogNotStored(Exception exception, string queue);
}
