using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Advice;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Correction;

/// <summary>5.1 changes the configuration of the System 1 in violation; the task's saga runs the task again.</summary>
internal sealed partial class PolicyViolationConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, Advisor<PolicyDbContext> advisor, TimeProvider clock, ILogger<PolicyViolationConsumer> logger)
    : IConsumer<PolicyViolationMessage>
{
    public async Task Consume(ConsumeContext<PolicyViolationMessage> context)
    {
        var (violation, cancel) = (context.Message, context.CancellationToken);
        var proposal = advisor.Helps(PolicyHelp.Correction) ? await ProposeAsync(context) : null;
        using var turn = await turns.TakeAsync(violation.Vsm, cancel);
        var system = await db.FindSystemAsync(violation.Vsm, violation.Ruling.AgentId, cancel);
        var answer = await db.Corrections.FindAsync([violation.TaskId, violation.Attempt], cancel);
        if (answer is null)
        {
            answer = await AnswerAsync(violation, system, proposal, cancel);
            db.Corrections.Add(answer);
            await db.SaveChangesAsync(cancel);
        }

        if (answer.NotCorrected is { } notCorrected)
        {
            await context.Publish(notCorrected, cancel);
            return;
        }

        if (answer.Corrected!.Changes.Count > 0 && system is not null)
        {
            await context.Publish(new SystemConfigured { Configuration = system.Configuration, Reason = answer.Corrected.Reason }, cancel);
        }

        await context.Publish(answer.Corrected, cancel);
    }

    private async Task<CorrectionRow> AnswerAsync(
        PolicyViolationMessage violation, SystemRow? system, CorrectionProposal? proposal, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        var outcome = await DecideAsync(violation, system, proposal, cancel);
        if (outcome.System is { } corrected)
        {
            var cause = new Cause { At = at, Reason = outcome.Reason, Actor = "5.1", TaskId = violation.TaskId, Attempt = violation.Attempt };
            db.Write(system!, corrected.Since(at), cause);
        }

        LogOutcome(violation.TaskId, violation.Attempt, outcome.Corrected, outcome.Reason);
        return new CorrectionRow
        {
            TaskId = violation.TaskId,
            Attempt = violation.Attempt,
            Vsm = violation.Vsm,
            At = at,
            Corrected = !outcome.Corrected ? null : new SystemCorrected
            {
                TaskId = violation.TaskId, Vsm = violation.Vsm, Attempt = violation.Attempt, AgentId = violation.Ruling.AgentId,
                RulingId = violation.Ruling.RulingId, ConfigurationVersion = system!.Configuration.Version, Changes = outcome.Changes,
                Reason = outcome.Reason,
            },
            NotCorrected = outcome.Corrected ? null : new SystemNotCorrected
            {
                TaskId = violation.TaskId, Vsm = violation.Vsm, Attempt = violation.Attempt, RulingId = violation.Ruling.RulingId,
                Reason = outcome.Reason,
            },
        };
    }

    // Before the turn and outside of any transaction, as it takes a while; what comes of it is decided on what is stored by then.
    private async Task<CorrectionProposal> ProposeAsync(ConsumeContext<PolicyViolationMessage> context)
    {
        var (violation, cancel) = (context.Message, context.CancellationToken);
        var system = await db.FindSystemAsync(violation.Vsm, violation.Ruling.AgentId, cancel);
        if (system is null
            || await db.Corrections.AnyAsync(x => x.TaskId == violation.TaskId && x.Attempt == violation.Attempt, cancel)
            || await DecideAsync(violation, system, CorrectionProposal.None, cancel) is not { Open: { Count: > 0 } open })
        {
            db.ChangeTracker.Clear();
            return CorrectionProposal.None;
        }

        var policies = (await db.Policies.AsNoTracking().Where(x => x.Vsm == violation.Vsm).ToListAsync(cancel)).ToDictionary(x => x.Definition.PolicyId);
        var question = CorrectionQuestion.Of(violation, system.Read(), open, policies);
        db.ChangeTracker.Clear();
        var advice = await advisor.AskAsync<CorrectionAnswer>(context, question);
        return new CorrectionProposal(advice.Answer, advice.Answer is { } answer ? PlainText.Reason(answer.Reason) : $"No model helped: {advice.Problem}");
    }

    private async Task<CorrectionOutcome> DecideAsync(
        PolicyViolationMessage violation, SystemRow? system, CorrectionProposal? proposal, CancellationToken cancel)
    {
        if (system is null)
        {
            return CorrectionOutcome.NotCorrected($"VSM '{violation.Vsm}' has no System 1 with id {violation.Ruling.AgentId}.");
        }

        return await db.SystemVersions.FindAsync([system.AgentId, violation.ConfigurationVersion], cancel) is { } workedUnder
            ? CorrectionDecision.Decide(system.Read(), workedUnder.Configuration, violation.Ruling, proposal)
            : CorrectionOutcome.NotCorrected($"'{system.Name}' has no configuration of version {violation.ConfigurationVersion}, which the result claims.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Violation of task {TaskId}, attempt {Attempt}, corrected: {Corrected}. {Reason}")]
    private partial void LogOutcome(Guid taskId, int attempt, bool corrected, string reason);
}
