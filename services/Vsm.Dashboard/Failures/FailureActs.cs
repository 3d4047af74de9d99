using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Persistence;

namespace Vsm.Dashboard.Failures;

/// <summary>What people do with failed messages. Each change of a row goes with its entry in the journal.</summary>
internal sealed class FailureActs(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    public const int MostAtOnce = 10_000;
    private const int Chunk = 200;
    private const int Tries = 5;

    /// <summary>An act; the same id is the same act, whose effect is there once.</summary>
    public FailureAct New(Guid id, string by, string? reason) => new(id, by, reason, Storable.Time(clock.GetUtcNow()));

    /// <summary>The row after the act, or why it cannot be; neither when there is no such message.</summary>
    public async Task<(FailedMessageRow? Row, string? Problem)> ActAsync(Guid id, bool retry, FailureAct act, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            var stored = await db.FailedMessages.FirstOrDefaultAsync(x => x.Id == id, cancel);
            if (stored is null || stored.ActId == act.Id)
            {
                return (stored, null);
            }

            if (ProblemOf(stored, retry, act.Reason) is { } problem)
            {
                return (null, problem);
            }

            var row = Change(db, stored, retry, act);
            try
            {
                await db.SaveChangesAsync(cancel);
                return (row, null);
            }
            catch (DbUpdateConcurrencyException) when (tries < Tries)
            {
                // It changed since it was read; it may not take the act any more.
            }
        }
    }

    /// <summary>Does it to all that fit, some at a time. Where that ends half-way, asking again does the rest.</summary>
    public async Task<FailedMessagesTaken> ActAsync(FailedMessageFilter filter, bool retry, FailureAct act, CancellationToken cancel)
    {
        var (found, count) = await FindAsync(filter, act, cancel);
        var more = found.Count > MostAtOnce;
        var leftOut = 0;
        foreach (var chunk in found.Take(MostAtOnce).Chunk(Chunk))
        {
            var (done, left) = await ActAsync(chunk, retry, act, cancel);
            count += done;
            leftOut += left;
        }

        return new FailedMessagesTaken { ActId = count > 0 ? act.Id : null, Count = count, LeftOut = leftOut, More = more };
    }

    /// <summary>What is left for the act, and to how many it was done before.</summary>
    private async Task<(List<Found> Left, int Done)> FindAsync(FailedMessageFilter filter, FailureAct act, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var done = await db.FailedMessages.CountAsync(x => x.ActId == act.Id, cancel);
        var left = await db.FailedMessages.AsNoTracking().Fitting(filter, FailedMessageState.Failed).Where(x => x.ActId != act.Id)
            .OrderBy(x => x.FirstFailedAt).ThenBy(x => x.Id).Select(x => new Found(x.Id, x.Retries)).Take(MostAtOnce + 1).ToListAsync(cancel);
        return (left, done);
    }

    private async Task<(int Done, int LeftOut)> ActAsync(Found[] found, bool retry, FailureAct act, CancellationToken cancel)
    {
        var retries = found.ToDictionary(x => x.Id, x => x.Retries);
        var ids = retries.Keys.ToArray();
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            // What somebody else has taken up since is theirs, also where it has come back.
            var rows = (await db.FailedMessages.Where(x => ids.Contains(x.Id) && x.State == FailedMessageState.Failed && x.ActId != act.Id).ToListAsync(cancel))
                .Where(x => x.Retries == retries[x.Id]).ToList();
            var taken = rows.Where(x => ProblemOf(x, retry, act.Reason) is null).ToList();
            foreach (var row in taken)
            {
                Change(db, row, retry, act);
            }

            try
            {
                await db.SaveChangesAsync(cancel);
                return (taken.Count, rows.Count - taken.Count);
            }
            catch (DbUpdateConcurrencyException) when (tries < Tries)
            {
                // Somebody does the same at this moment: look again what is left.
            }
        }
    }

    private static string? ProblemOf(FailedMessageRow row, bool retry, string? note) =>
        retry ? FailureLifecycle.RetryProblem(row, note) : FailureLifecycle.DiscardProblem(row);

    private static FailedMessageRow Change(DashboardDbContext db, FailedMessageRow stored, bool retry, FailureAct act)
    {
        var row = retry ? FailureLifecycle.Retry(stored, act) : FailureLifecycle.Discard(stored, act);
        db.Entry(stored).CurrentValues.SetValues(row);
        var entry = new JournalEntry
        {
            Key = $"failed-message/{row.Id}/{row.Version}",
            Function = "dashboard",
            Kind = $"{JournalKinds.FailedMessage}.{(retry ? "retry" : "discard")}",
            At = act.At,
            Actor = act.By,
            Summary = retry ? $"{row.Queue}: failed message is retried, for the {row.Retries}. time" : $"{row.Queue}: failed message is discarded",
        }.With(new FailedMessageAct
        {
            ActId = act.Id,
            FailedMessageId = row.Id,
            Queue = row.Queue,
            MessageId = row.MessageId,
            By = act.By,
            Reason = act.Reason,
            Retry = retry ? row.Retries : null,
        });
        db.Journal.Add(JournalRow.Of(entry.Key, entry, JournalJson.Options));
        return row;
    }

    /// <summary>A message as it was when it was looked for.</summary>
    private sealed record Found(Guid Id, int Retries);
}
