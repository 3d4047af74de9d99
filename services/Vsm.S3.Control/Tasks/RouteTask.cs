using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Organisations;

namespace Vsm.S3.Control.Tasks;

/// <summary>3.1: decides who gets the task and sends the command, or says what stands against it.</summary>
internal sealed class RouteTask(
    ControlDbContext db, OrganisationBook organisations, AgentDirectory directory, ITaskRouter router, ControlMetrics metrics, IOptions<TaskOptions> options, TimeProvider clock)
    : TaskActivity
{
    private const int MostGaps = 3;

    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        task.Routing = await DecideAsync(task, context.CancellationToken);
        task.WaitingSince = task.Routing is RoutingDecision.NoneReady ? task.WaitingSince ?? clock.GetUtcNow() : null;
        switch (task.Routing)
        {
            case RoutingDecision.Assigned assigned:
                await AssignAsync(context, assigned.To.Agent);
                break;
            case RoutingDecision.Gap gap:
                task.Gaps++;
                task.Reason = TaskText.Cut(gap.Reason);
                await StepMessages.PublishGapAsync(context, task, gap);
                break;
            case RoutingDecision.NoneReady none:
                task.Reason = TaskText.Cut(none.Reason);
                break;
            case RoutingDecision.OverBudget over:
                task.Reason = TaskText.Cut(string.Create(CultureInfo.InvariantCulture, $"{over.Reason} {task.Cost} of {task.CostLimit} USD are spent."));
                break;
            case RoutingDecision.Open open:
                task.Reason = TaskText.Cut(open.Reason);
                break;
            case RoutingDecision.Impossible impossible:
                task.Reason = TaskText.Cut(impossible.Reason);
                break;
        }
    }

    private async Task<RoutingDecision> DecideAsync(TaskInstance task, CancellationToken cancel)
    {
        if (task.Attempt >= options.Value.Attempts)
        {
            return new RoutingDecision.Impossible($"Given to System 1s {task.Attempt} times, as often as a task may be. {task.Reason}");
        }

        var needs = TaskRules.NeedsOf(task);
        var decision = Delegator.Decide(needs, await directory.FindAsync(task.Vsm, fresh: false, db, cancel), router);
        if (decision is not RoutingDecision.Assigned)
        {
            decision = Delegator.Decide(needs, await directory.FindAsync(task.Vsm, fresh: true, db, cancel), router);
        }

        return decision switch
        {
            RoutingDecision.NoneReady none when clock.GetUtcNow() - task.WaitingSince >= options.Value.DelegationLimit =>
                new RoutingDecision.Open(none.Reason, WaitReason.NoAgent),
            RoutingDecision.Gap gap when task.Gaps >= MostGaps =>
                new RoutingDecision.Open($"{gap.Reason} {string.Join("; ", gap.Considered)}", WaitReason.NoTemplate),
            _ => decision,
        };
    }

    private async Task AssignAsync(BehaviorContext<TaskInstance> context, AgentInfo agent)
    {
        var task = context.Saga;
        var known = await organisations.FindAsync(task.Vsm, db, context.CancellationToken);
        task.PolicySetVersion = Math.Max(task.PolicySetVersion, known!.PolicySetVersion);
        task.ConfigurationVersion = task.AgentId == agent.AgentId
            ? Math.Max(task.ConfigurationVersion ?? 0, agent.ConfigurationVersion)
            : agent.ConfigurationVersion;
        task.Attempt++;
        task.Evaluation = 1;
        task.ExpectedAgentId = null;
        task.Reserved = agent.CostPerTask;
        task.Early = null;

        // What an earlier attempt gave, and what was found in it, is not this one's.
        task.Output = null;
        task.OutputReference = null;
        task.RulingId = null;
        task.Findings = [];
        task.AgentId = agent.AgentId;
        task.AgentNumber = agent.Number;
        task.AgentName = agent.Name;
        directory.Assigned(agent.AgentId);
        metrics.TaskAssigned(agent, task.TaskType);
        await StepMessages.SendCommandAsync(context, task);
    }
}
