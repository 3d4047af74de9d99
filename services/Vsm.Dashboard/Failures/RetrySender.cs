using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;

namespace Vsm.Dashboard.Failures;

/// <summary>
/// Sends messages that people retry to their queues, no faster than they are meant to go, and says which did not come back. A message is claimed, sent,
/// then marked; where a process ends in between, the message goes once more, with the same id, when the claim has run out.
/// </summary>
internal sealed partial class RetrySender(
    IBus bus, IDbContextFactory<DashboardDbContext> contexts, IOptions<FailureOptions> options, IOptions<DashboardOptions> dashboard,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<RetrySender> logger) : BusService(lifetime)
{
    private const int MostAtOnce = 25;
    private const int MostSettled = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var started = clock.GetTimestamp();
            var sent = 0;
            try
            {
                if (await HasWorkAsync(cancel))
                {
                    sent = await SendAsync(cancel);
                    await SettleAsync(cancel);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }

            var pause = (sent > 0 ? TimeSpan.FromSeconds((double)sent / options.Value.RetriesPerSecond) : Poll) - clock.GetElapsedTime(started);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, clock, cancel);
        }
    }

    private TimeSpan ClaimTime => (2 * dashboard.Value.SendTimeout) + TimeSpan.FromSeconds(10);

    // One question at rest instead of two.
    private async Task<bool> HasWorkAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.FailedMessages.AnyAsync(x => x.State == FailedMessageState.Retrying || x.State == FailedMessageState.Sent, cancel);
    }

    private async Task<int> SendAsync(CancellationToken cancel)
    {
        var claim = NewId.NextGuid();
        var (rows, contents) = await ClaimAsync(claim, cancel);
        if (rows.Count == 0)
        {
            return 0;
        }

        var outcomes = await Task.WhenAll(rows.Select(x => SendAsync(x, contents[x.Id])));
        // The broker has them: that is to be remembered, also when the process is about to stop.
        for (var i = 0; i < rows.Count; i++)
        {
            await MarkAsync(rows[i].Id, claim, outcomes[i], CancellationToken.None);
        }

        return outcomes.Count(x => x is not Outcome.Unreachable);
    }

    private async Task<(List<FailedMessageRow> Rows, Dictionary<Guid, FailedMessageContent> Contents)> ClaimAsync(Guid claim, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var stored = await db.FailedMessages.Where(x => x.State == FailedMessageState.Retrying && (x.ClaimedUntil == null || x.ClaimedUntil <= now))
            .OrderBy(x => x.ActAt).ThenBy(x => x.Id).Take(Math.Min(MostAtOnce, options.Value.RetriesPerSecond)).ToListAsync(cancel);
        var claimed = new List<FailedMessageRow>(stored.Count);
        foreach (var row in stored)
        {
            var mine = FailureLifecycle.Claim(row, claim, Storable.Time(now + ClaimTime));
            db.Entry(row).CurrentValues.SetValues(mine);
            claimed.Add(mine);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // A replica has some of them; those that it leaves are for the next turn.
            return ([], []);
        }

        var ids = claimed.Select(x => x.Id).ToList();
        return (claimed, await db.FailedContents.AsNoTracking().Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, cancel));
    }

    private async Task<Outcome> SendAsync(FailedMessageRow row, FailedMessageContent content)
    {
        try
        {
            // The wait ends, not the sending: a publish that is cancelled half-way harms the channel that others use.
            await bus.SendRawTo(row.Queue, ArrivalReader.ToRetry(row, content), CancellationToken.None).WaitAsync(dashboard.Value.SendTimeout, clock);
            return Outcome.Taken;
        }
        catch (MessageReturnedException)
        {
            return Outcome.NoQueue;
        }
        catch (MessageTooLargeException exception)
        {
            return new Outcome.Refused(exception.Message);
        }
        catch (Exception exception)
        {
            LogNotSent(exception, row.Id, row.Queue);
            return new Outcome.Unreachable();
        }
    }

    private async Task MarkAsync(Guid id, Guid claim, Outcome outcome, CancellationToken cancel)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            var stored = await db.FailedMessages.FirstOrDefaultAsync(x => x.Id == id, cancel);
            var row = stored is null ? null : outcome.Mark(stored, claim, Storable.Time(clock.GetUtcNow()));
            if (row is null)
            {
                return; // it has come back already
            }

            db.Entry(stored!).CurrentValues.SetValues(row);
            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // It may just be coming back: look again.
            }
        }
    }

    private async Task SettleAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var now = Storable.Time(clock.GetUtcNow());
        var since = now - options.Value.ResolvedAfter;
        var rows = await db.FailedMessages.Where(x => x.State == FailedMessageState.Sent && x.SentAt <= since).OrderBy(x => x.SentAt).Take(MostSettled).ToListAsync(cancel);
        foreach (var row in rows)
        {
            db.Entry(row).CurrentValues.SetValues(FailureLifecycle.Resolve(row, now));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // One of them came back, or a replica does the same: the next turn looks again.
        }
    }

    private abstract record Outcome
    {
        public static Outcome Taken { get; } = new TakenByBroker();

        public static Outcome NoQueue { get; } = new Refused("There is no such queue any more, so the message was not sent.");

        public abstract FailedMessageRow? Mark(FailedMessageRow row, Guid claim, DateTimeOffset now);

        private sealed record TakenByBroker : Outcome
        {
            public override FailedMessageRow? Mark(FailedMessageRow row, Guid claim, DateTimeOffset now) => FailureLifecycle.Sent(row, claim, now);
        }

        public sealed record Refused(string Problem) : Outcome
        {
            public override FailedMessageRow? Mark(FailedMessageRow row, Guid claim, DateTimeOffset now) => FailureLifecycle.NotSent(row, claim, Problem);
        }

        public sealed record Unreachable : Outcome
        {
            public override FailedMessageRow? Mark(FailedMessageRow row, Guid claim, DateTimeOffset now) => FailureLifecycle.Release(row, claim);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retries could not be sent or looked after; tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed message {Id} could not be sent to {Queue}; it is kept and tried again")]
    private partial void LogNotSent(Exception exception, Guid id, string queue);
}
