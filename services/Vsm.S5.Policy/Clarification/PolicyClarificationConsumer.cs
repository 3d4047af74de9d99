using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Advice;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Clarification;

/// <summary>5.2 replaces vague policies; 3* judges the result again by the new versions.</summary>
internal sealed partial class PolicyClarificationConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, Advisor<PolicyDbContext> advisor, TimeProvider clock, ILogger<PolicyClarificationConsumer> logger)
    : IConsumer<PolicyClarificationRequest>
{
    public async Task Consume(ConsumeContext<PolicyClarificationRequest> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        var proposal = advisor.Helps(PolicyHelp.Clarification) ? await ProposeAsync(context) : null;
        using var turn = await turns.TakeAsync(request.Vsm, cancel);
        var state = await db.ReadAsync(request.Vsm, cancel);
        var answer = await db.Clarifications.FindAsync([request.TaskId, request.Attempt, request.Ruling.Evaluation], cancel);
        if (answer is null)
        {
            var outcome = state is null
                ? new ClarificationOutcome(null, null, $"VSM '{request.Vsm}' has no organisation, and so no policies.")
                : ClarificationDecision.Decide(state, request.Ruling, proposal);
            var at = clock.GetUtcNow();
            if (outcome.Change is { } change)
            {
                state = change.State;
                var cause = new Cause { At = at, Reason = outcome.Reason, Actor = "5.2", TaskId = request.TaskId, Attempt = request.Attempt };
                await db.WriteAsync(change, cause, cancel);
            }

            db.Clarifications.Add(answer = Answer(request, outcome, state, at));
            await db.SaveChangesAsync(cancel);
            LogOutcome(request.TaskId, request.Attempt, outcome.Policies is not null, outcome.Reason);
        }

        if (answer.NotClarified is { } notClarified)
        {
            await context.Publish(notClarified, cancel);
            return;
        }

        // Also where another request had changed it: 3* may have to judge by a set that it has not got yet.
        await context.Publish(new PolicySetChanged { PolicySet = state!.PolicySet, Reason = answer.Clarified!.Reason }, cancel);
        await context.Publish(answer.Clarified, cancel);
    }

    // Before the turn and outside of any transaction, as it takes a while; what comes of it is decided on what is stored by then.
    private async Task<ClarificationProposal> ProposeAsync(ConsumeContext<PolicyClarificationRequest> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        var evaluation = request.Ruling.Evaluation;
        if (await db.Clarifications.AnyAsync(x => x.TaskId == request.TaskId && x.Attempt == request.Attempt && x.Evaluation == evaluation, cancel)
            || await db.ReadAsync(request.Vsm, cancel) is not { } state
            || ClarificationDecision.Decide(state, request.Ruling, ClarificationProposal.None) is not { Open: { Count: > 0 } open })
        {
            db.ChangeTracker.Clear();
            return ClarificationProposal.None;
        }

        db.ChangeTracker.Clear();
        var advice = await advisor.AskAsync<ClarificationAnswer>(context, ClarificationQuestion.Of(state, request, open));
        return new ClarificationProposal(advice.Answer, advice.Answer is { } answer ? PlainText.Reason(answer.Reason) : $"No model helped: {advice.Problem}");
    }

    private static ClarificationRow Answer(PolicyClarificationRequest request, ClarificationOutcome outcome, VsmState? state, DateTimeOffset at) => new()
    {
        TaskId = request.TaskId,
        Attempt = request.Attempt,
        Evaluation = request.Ruling.Evaluation,
        Vsm = request.Vsm,
        At = at,
        Clarified = outcome.Policies is not { } policies ? null : new PolicyClarified
        {
            TaskId = request.TaskId, Vsm = request.Vsm, Attempt = request.Attempt, Evaluation = request.Ruling.Evaluation,
            RulingId = request.Ruling.RulingId, PolicySetVersion = state!.PolicySetVersion, Reason = outcome.Reason,
            Policies = [.. state.Policies.Select(x => x.Definition).Where(x => policies.Contains(x.PolicyId))],
        },
        NotClarified = outcome.Policies is not null ? null : new PolicyNotClarified
        {
            TaskId = request.TaskId, Vsm = request.Vsm, Attempt = request.Attempt, Evaluation = request.Ruling.Evaluation,
            RulingId = request.Ruling.RulingId, Reason = outcome.Reason,
        },
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Vague policies of task {TaskId}, attempt {Attempt}, clarified: {Clarified}. {Reason}")]
    private partial void LogOutcome(Guid taskId, int attempt, bool clarified, string reason);
}
