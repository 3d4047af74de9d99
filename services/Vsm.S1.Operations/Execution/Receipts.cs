using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Persistence;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Data;

namespace Vsm.S1.Operations.Execution;

/// <summary>Keeps the answers of attempts, and the claims on those that must not be done twice.</summary>
internal sealed class Receipts(OperationsDbContext db, GroupCommit<OperationsDbContext> commit, IStoreProvider store, TimeProvider clock)
{
    private Receipt? _claimed;

    public Task<Receipt?> FindAsync(AssignTaskMessage task, CancellationToken cancel) =>
        db.Receipts.AsNoTracking().SingleOrDefaultAsync(x => x.TaskId == task.TaskId && x.Attempt == task.Attempt, cancel);

    /// <summary>Claims an attempt, and stores it for whoever is to do it.</summary>
    /// <returns>Null: it was not claimed before; otherwise what is there of it.</returns>
    public async Task<Receipt?> ClaimAsync(AssignTaskMessage task, StoredAttempt stored, CancellationToken cancel)
    {
        var claim = New(task, stored.AgentId);
        db.Receipts.Add(claim);
        db.Attempts.Add(stored);
        if (await TrySaveAsync())
        {
            _claimed = claim;
            CrashPoint.Reached("receipt-claimed");
            return null;
        }

        return await FindAsync(task, cancel);
    }

    /// <summary>Stores the answer with the journal rows that were added, unless the attempt was answered before.</summary>
    /// <returns>The answer that counts.</returns>
    public async Task<AttemptAnswer?> StoreAsync(AssignTaskMessage task, Guid agentId, AttemptAnswer answer, CancellationToken cancel)
    {
        var receipt = _claimed ?? db.Receipts.Add(New(task, agentId)).Entity;
        receipt.Answered = true;
        receipt.Answer = answer;
        return await TrySaveAsync() ? answer : (await FindAsync(task, cancel))?.Answer;
    }

    /// <summary>Answers a claim that nobody will answer any more.</summary>
    public async Task<AttemptAnswer?> SettleAsync(Receipt claim, AssignTaskMessage task, AttemptAnswer answer, CancellationToken cancel)
    {
        _claimed = db.Receipts.Attach(claim).Entity;
        return await StoreAsync(task, claim.AgentId, answer, cancel);
    }

    public static Task TellAsync(IPublishEndpoint endpoint, AttemptAnswer answer, CancellationToken cancel) => answer switch
    {
        { Result: { } result } => endpoint.PublishAs(MessageIds.Of(result.TaskId, $"{result.Attempt}/result"), result, cancel),
        { Failure: { } failure } => endpoint.PublishAs(MessageIds.Of(failure.TaskId, $"{failure.Attempt}/failure"), failure, cancel),
        { Gap: { } gap } => endpoint.PublishAs(MessageIds.Of(gap.TaskId, $"{gap.Attempt}/escalated"), gap, cancel),
        _ => throw new InvalidOperationException("A receipt has neither a result, a failure nor a gap."),
    };

    private Receipt New(AssignTaskMessage task, Guid agentId) =>
        new() { TaskId = task.TaskId, Attempt = task.Attempt, AgentId = agentId, At = clock.GetUtcNow() };

    private async Task<bool> TrySaveAsync()
    {
        try
        {
            await commit.SaveAsync(db);
            return true;
        }
        catch (Exception exception) when (exception is DbUpdateConcurrencyException || store.IsDuplicate(exception))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
