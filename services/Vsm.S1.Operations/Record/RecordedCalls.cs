using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Persistence;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Record;

/// <summary>Calls as they are stored.</summary>
internal sealed class RecordedCalls(
    IDbContextFactory<OperationsDbContext> contexts, GroupCommit<OperationsDbContext> commit, IStoreProvider store, Patience patience, TimeProvider clock)
{
    /// <summary>What earlier runs of an attempt recorded.</summary>
    public async Task<IReadOnlyList<RecordedCall>> FindAsync(AssignTaskMessage task, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Calls.AsNoTracking().Where(x => x.TaskId == task.TaskId && x.Attempt == task.Attempt).OrderBy(x => x.Number).ToListAsync(cancel);
    }

    /// <summary>Stores a call as it is now, and what goes with it. A database that is away is waited for: the call may be paid.</summary>
    /// <param name="call">The call; one that is not stored yet has version 0.</param>
    /// <param name="effect">The tool whose effect is claimed with it, if any.</param>
    /// <param name="removed">Calls that go.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<SaveOutcome> SaveAsync(RecordedCall call, string? effect, IReadOnlyList<RecordedCall> removed, CancellationToken cancel)
    {
        var (version, tries) = (call.Version, 0);
        return await patience.RunAsync(
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                Track(db, call, version);
                db.Calls.RemoveRange(removed);
                if (effect is not null)
                {
                    db.Effects.Add(new Effect { TaskId = call.TaskId, Attempt = call.Attempt, Step = call.Number, Tool = effect, At = clock.GetUtcNow() });
                }

                tries++;
                try
                {
                    await commit.SaveAsync(db);
                    return SaveOutcome.Saved;
                }
                catch (Exception exception) when (exception is DbUpdateConcurrencyException || store.IsDuplicate(exception))
                {
                    return await OutcomeAsync(call, version, effect is not null, tries > 1, cancel);
                }
            },
            cancel);
    }

    private static void Track(OperationsDbContext db, RecordedCall call, int version)
    {
        call.Version = version + 1;
        var entry = db.Entry(call);
        entry.State = version == 0 ? EntityState.Added : EntityState.Modified;
        if (version > 0)
        {
            entry.Property(x => x.Version).OriginalValue = version;
        }
    }

    /// <summary>Something was there that was not expected.</summary>
    private async Task<SaveOutcome> OutcomeAsync(RecordedCall call, int before, bool effect, bool triedBefore, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var there = await db.Calls.AsNoTracking().SingleOrDefaultAsync(x => x.TaskId == call.TaskId && x.Attempt == call.Attempt && x.Number == call.Number, cancel);
        var stored = there?.Run == call.Run && there.Version == call.Version;
        if (stored && triedBefore)
        {
            return SaveOutcome.Saved; // by the try before, of which the database did not say so
        }

        if (!effect || (there is not null && !stored))
        {
            return SaveOutcome.Lost;
        }

        call.Version = stored ? call.Version : before; // a store without transactions has kept the half that it could
        return SaveOutcome.EffectClaimed;
    }
}

internal enum SaveOutcome
{
    Saved,

    /// <summary>The effect was claimed before.</summary>
    EffectClaimed,

    /// <summary>Another run of the attempt wrote it, so this one is over.</summary>
    Lost,
}
