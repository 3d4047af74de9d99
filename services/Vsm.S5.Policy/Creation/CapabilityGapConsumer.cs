using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Creation;

/// <summary>5.3 makes a System 1 for a task that nobody can do; Control delegates the task again once it has registered.</summary>
internal sealed partial class CapabilityGapConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, CreationHelp help, IOptions<AgentDefaults> defaults, TimeProvider clock, ILogger<CapabilityGapConsumer> logger)
    : IConsumer<CapabilityGapMessage>
{
    public async Task Consume(ConsumeContext<CapabilityGapMessage> context)
    {
        var (gap, cancel) = (context.Message, context.CancellationToken);
        if (gap.ReportedBy != GapReporter.Control)
        {
            return; // Control looks for another System 1 first.
        }

        var proposal = await help.ProposeAsync(context);
        using var turn = await turns.TakeAsync(gap.Vsm, cancel);
        var state = await db.ReadAsync(gap.Vsm, cancel);
        var answer = await db.Gaps.FindAsync([gap.TaskId, gap.Attempt], cancel);
        if (answer?.NotClosed is not null && await help.RetriedSinceAsync(answer, cancel))
        {
            db.Gaps.Remove(answer);
            await db.SaveChangesAsync(cancel);
            answer = null;
        }

        if (answer is null)
        {
            (answer, state) = await AnswerAsync(gap, state, proposal, cancel);
        }

        if (answer.NotClosed is { } notClosed)
        {
            await context.Publish(notClosed, cancel);
            return;
        }

        if (state!.Systems.FirstOrDefault(x => x.AgentId == answer.Closed!.AgentId) is { IsActive: false } system)
        {
            var reason = answer.Closed!.Reason ?? $"'{system.Name}' was made from its template";
            await context.Publish(new PolicySetChanged { PolicySet = state.PolicySet, Reason = reason }, cancel);
            await context.Publish(new SystemConfigured { Configuration = system.Configuration, Reason = reason }, cancel);
        }

        await context.Publish(answer.Closed!, cancel);
    }

    private async Task<(GapRow, VsmState?)> AnswerAsync(
        CapabilityGapMessage gap, VsmState? state, CreationProposal? proposal, CancellationToken cancel)
    {
        var outcome = state is null
            ? GapOutcome.NotClosed($"VSM '{gap.Vsm}' has no organisation, and so no templates.")
            : GapDecision.Decide(state, gap, defaults.Value, NewId.NextGuid, proposal);
        var at = clock.GetUtcNow();
        if (outcome.Change is not null)
        {
            var change = await db.NumberAsync(outcome.Change, at, cancel);
            state = change.State;
            var cause = new Cause { At = at, Reason = outcome.Reason, Actor = "5.3", TaskId = gap.TaskId, Attempt = gap.Attempt };
            await db.WriteAsync(change, cause, cancel);
        }

        var answer = new GapRow
        {
            TaskId = gap.TaskId,
            Attempt = gap.Attempt,
            Vsm = gap.Vsm,
            At = at,
            Closed = outcome.AgentId is not { } agentId ? null : new CapabilityGapClosed
            {
                TaskId = gap.TaskId, Vsm = gap.Vsm, Attempt = gap.Attempt, AgentId = agentId, Template = outcome.Template!, ReadAs = outcome.ReadAs.Count > 0 ? outcome.ReadAs : null,
                Reason = proposal?.Answer is null ? null : outcome.Reason,
            },
            NotClosed = outcome.AgentId is not null ? null : new CapabilityGapNotClosed
            {
                TaskId = gap.TaskId, Vsm = gap.Vsm, Attempt = gap.Attempt, Reason = outcome.Reason,
            },
        };
        db.Gaps.Add(answer);
        await db.SaveChangesAsync(cancel);
        LogOutcome(gap.TaskId, gap.Attempt, outcome.AgentId is not null, outcome.Reason);
        return (answer, state);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Capability gap of task {TaskId}, attempt {Attempt}, closed: {Closed}. {Reason}")]
    private partial void LogOutcome(Guid taskId, int attempt, bool closed, string reason);
}
