using MassTransit;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Delegation;

/// <summary>3.1 has a model help where routing alone cannot tell; whatever the model says, the task goes to nobody who cannot do it.</summary>
internal sealed class DelegateTaskConsumer(
    ControlDbContext db, AgentDirectory directory, ITaskRouter router, DelegationHelp help, Advisor<ControlDbContext> advisor) : IConsumer<DelegateTask>
{
    public async Task Consume(ConsumeContext<DelegateTask> context)
    {
        var (ask, cancel) = (context.Message, context.CancellationToken);
        var needs = new TaskNeeds { RequiredCapabilities = ask.RequiredCapabilities, Refusals = ask.Refusals };
        if (!help.IsOn)
        {
            await TellAsync(context, new DelegationOutcome(null, new Dictionary<string, string>(), $"No model is named in {AdviceOptions.SectionOf(DelegationHelp.Function)}."), []);
            return;
        }

        var agents = await directory.FindAsync(ask.Vsm, fresh: true, db, cancel);
        var similar = await SimilarTasks.FindAsync(db, ask.Vsm, ask.TaskId, ask.Content, cancel);
        var advice = await advisor.AskAsync<DelegationAnswer>(context, DelegationQuestion.Of(ask, agents, help.Tied(needs, agents, router), similar));

        // Answering takes a while, in which System 1s come and go.
        agents = await directory.FindAsync(ask.Vsm, fresh: true, db, cancel);
        var outcome = advice.Answer is { } answer
            ? DelegationDecision.Decide(needs, agents, help.Tied(needs, agents, router), answer)
            : new DelegationOutcome(null, new Dictionary<string, string>(), $"Decided without a model: {advice.Problem}");
        await TellAsync(context, outcome, similar);
    }

    private static Task TellAsync(ConsumeContext<DelegateTask> context, DelegationOutcome outcome, IReadOnlyList<SimilarTask> similar)
    {
        var (ask, cancel) = (context.Message, context.CancellationToken);
        var id = MessageIds.Of(ask.TaskId, $"{ask.Step}/delegated");
        return outcome.To is { } to
            ? context.PublishAs(id, new TaskDelegated
            {
                TaskId = ask.TaskId, Vsm = ask.Vsm, Attempt = ask.Attempt, Step = ask.Step, AgentId = to.Agent.AgentId, Reason = outcome.Reason, ReadAs = outcome.ReadAs,
                Similar = similar,
            }, cancel)
            : context.PublishAs(id, new TaskNotDelegated
            {
                TaskId = ask.TaskId, Vsm = ask.Vsm, Attempt = ask.Attempt, Step = ask.Step, Reason = outcome.Reason, ReadAs = outcome.ReadAs, Similar = similar,
            }, cancel);
    }
}
