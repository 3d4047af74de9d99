using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Persistence;
using Vsm.S1.Operations.Data;

namespace Vsm.S1.Operations.Execution;

/// <summary>A tool was about to change something outside; stored before it did.</summary>
internal sealed class Effect
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The step of the attempt, counted from 1.</summary>
    public required int Step { get; init; }

    public required string Tool { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Claims what tools change outside, so that a step of an attempt changes it once at most, whatever becomes of the process.</summary>
internal sealed class Effects(IDbContextFactory<OperationsDbContext> contexts, GroupCommit<OperationsDbContext> commit, IStoreProvider store, TimeProvider clock)
{
    /// <returns>Whether the step is this one's to do.</returns>
    public async Task<bool> ClaimAsync(AssignTaskMessage task, int step, string tool)
    {
        await using var db = await contexts.CreateDbContextAsync();
        db.Effects.Add(new Effect { TaskId = task.TaskId, Attempt = task.Attempt, Step = step, Tool = tool, At = clock.GetUtcNow() });
        try
        {
            await commit.SaveAsync(db);
            return true;
        }
        catch (Exception exception) when (exception is DbUpdateConcurrencyException || store.IsDuplicate(exception))
        {
            return false;
        }
    }

    /// <summary>What an attempt may have changed, in its order.</summary>
    public async Task<IReadOnlyList<Effect>> FindAsync(AssignTaskMessage task, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Effects.AsNoTracking().Where(x => x.TaskId == task.TaskId && x.Attempt == task.Attempt).OrderBy(x => x.Step).ToListAsync(cancel);
    }
}
