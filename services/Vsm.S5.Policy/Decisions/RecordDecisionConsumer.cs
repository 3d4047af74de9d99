using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Decisions;

/// <summary>Records what a person decided, with name and reason, if the task waits for it.</summary>
internal sealed partial class RecordDecisionConsumer(PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<RecordDecisionConsumer> logger)
    : IConsumer<RecordDecision>
{
    public async Task Consume(ConsumeContext<RecordDecision> context)
    {
        var (decision, cancel) = (context.Message, context.CancellationToken);
        using var turn = await turns.TakeAsync(decision.TaskId.ToString(), cancel);
        var approval = await db.Approvals.Where(x => x.TaskId == decision.TaskId).OrderByDescending(x => x.Step).FirstOrDefaultAsync(cancel);

        // The message's id is the decision's: delivered again it is the same decision, not a second one.
        var decisionId = context.MessageId ?? NewId.NextGuid();
        if (approval?.Decided?.DecisionId != decisionId)
        {
            var now = clock.GetUtcNow();
            if (PersonDecisionRules.Refusal(approval, decision, now) is { } refusal)
            {
                LogRefused(decision.TaskId, refusal);
                await context.RespondAsync(new DecisionRefused { TaskId = decision.TaskId, Reason = refusal });
                return;
            }

            Record(approval!, decision, decisionId, now);
            await db.SaveChangesAsync(cancel);
        }

        await context.Publish(approval!.Decided!, cancel);
        await context.RespondAsync(new DecisionRecorded { TaskId = decision.TaskId, DecisionId = decisionId });
    }

    private void Record(ApprovalRow approval, RecordDecision decision, Guid decisionId, DateTimeOffset now)
    {
        approval.Decided = new PersonDecided
        {
            TaskId = approval.TaskId,
            Vsm = approval.Vsm,
            DecisionId = decisionId,
            Step = approval.Step,
            Decision = decision.Decision,
            By = decision.By.Trim(),
            Reason = decision.Reason,
            Output = decision.Output,
        };
        approval.DecidedAt = now;
        approval.Revision++;
        var cause = new Cause
        {
            At = now, Reason = $"{approval.Decided.By} decided {decision.Decision}", Actor = approval.Decided.By, TaskId = approval.TaskId,
            Attempt = approval.Attempt,
        };
        db.Add(cause, approval.Vsm, $"{approval.TaskId:n}/{approval.Step}/decision", JournalKinds.Decision, approval.Decided);
        LogDecided(approval.TaskId, approval.Step, decision.Decision.ToString());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A person decided on task {TaskId}, step {Step}: {Decision}")]
    private partial void LogDecided(Guid taskId, int step, string decision);

    [LoggerMessage(Level = LogLevel.Information, Message = "A decision on task {TaskId} was refused: {Reason}")]
    private partial void LogRefused(Guid taskId, string reason);
}
