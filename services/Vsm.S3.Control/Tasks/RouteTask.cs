using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Organisations;

namespace Vsm.S3.Control.Tasks;

/// <summary>3.1: decides who gets the task and sends the command, or says what stands against it.</summary>
internal sealed class RouteTask(
    ControlDbContext db, OrganisationBook organisations, AgentDirectory directory, ITaskRouter router, DelegationHelp help, TaskBudget budget, ControlMetrics metrics,
    IOptions<TaskOptions> options, TimeProvider clock) : TaskActivity
{
    private const int MostGaps = 3;

    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        if (task.Money is { Accounts.Count: > 0 } or { Judging: > 0 })
        {
            await budget.CloseAsync(context, task);
        }

        task.Advice = task.Advice is { Step: not null } awaited ? awaited with { Step = null } : task.Advice;
        task.Routing = await DecideAsync(task, context.CancellationToken);
        if (task.Routing is not RoutingDecision.Assigned)
        {
            await budget.CloseAsync(context, task);
        }

        if (task.Routing is RoutingDecision.NotOpen above)
        {
            await context.SendTo(
                TaskStateMachine.Queue, new OpenTaskBudget { TaskId = above.Task, ChildTaskId = task.CorrelationId, ChildStep = task.Step + 1 }, context.CancellationToken);
            task.Routing = new RoutingDecision.NoneReady($"The account of task {above.Task}, which it is a part of, is being opened.");
        }

        task.WaitsFor = (task.Routing as RoutingDecision.OverBudget)?.Account;
        task.WaitingSince = WaitingSince(task);
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
            case RoutingDecision.Ask ask:
                task.Advice = (task.Advice ?? new TaskAdvice()) with { Attempt = task.Attempt, Step = task.Step + 1 };
                task.Note = $"Task {task.Number}: {ask.Reason}";
                await StepMessages.SendQuestionAsync(context, task);
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

    // How long it waits is counted from when it began to wait for the same.
    private DateTimeOffset? WaitingSince(TaskInstance task) => (task.Routing, task.CurrentState) switch
    {
        (RoutingDecision.NoneReady, nameof(TaskStateMachine.Delegating)) or (RoutingDecision.OverBudget, nameof(TaskStateMachine.AwaitingBudget)) =>
            task.WaitingSince ?? clock.GetUtcNow(),
        (RoutingDecision.NoneReady or RoutingDecision.OverBudget, _) => clock.GetUtcNow(),
        _ => null,
    };

    private async Task<RoutingDecision> DecideAsync(TaskInstance task, CancellationToken cancel)
    {
        if (task.Attempt >= options.Value.Attempts)
        {
            return new RoutingDecision.Impossible($"Given to System 1s {task.Attempt} times, as often as a task may be. {task.Reason}");
        }

        var needs = TaskRules.NeedsOf(task);
        var decision = await DecideAsync(task, needs, await directory.FindAsync(task.Vsm, fresh: false, db, cancel), cancel);
        if (decision is not (RoutingDecision.Assigned or RoutingDecision.Ask))
        {
            decision = await DecideAsync(task, needs, await directory.FindAsync(task.Vsm, fresh: true, db, cancel), cancel);
        }

        return decision switch
        {
            RoutingDecision.NoneReady none when task.CurrentState == nameof(TaskStateMachine.Delegating)
                && clock.GetUtcNow() - task.WaitingSince >= options.Value.DelegationLimit =>
                new RoutingDecision.Open(none.Reason, WaitReason.NoAgent),
            RoutingDecision.Gap gap when task.Gaps >= MostGaps =>
                new RoutingDecision.Open($"{gap.Reason} {string.Join("; ", gap.Considered)}", WaitReason.NoTemplate),
            RoutingDecision.Gap { Considered.Count: > 0 } gap when help.IsOn && TaskRules.MayAsk(task) =>
                new RoutingDecision.Ask($"{gap.Reason} A model is asked what it requires."),
            _ => decision,
        };
    }

    /// <summary>Who gets it and can be paid: where an agent's own account has too little, another may do.</summary>
    private async Task<RoutingDecision> DecideAsync(TaskInstance task, TaskNeeds needs, AgentIndex agents, CancellationToken cancel)
    {
        while (true)
        {
            var decision = Delegator.Decide(needs, agents, router);
            if (decision is not RoutingDecision.Assigned { To: var to })
            {
                return decision;
            }

            if (help.IsOn && TaskRules.MayAsk(task) && help.Tied(needs, agents, router) is { Count: > 1 } tied)
            {
                return new RoutingDecision.Ask($"{tied.Count} System 1s tie. A model is asked which of them should do it.");
            }

            var least = needs.LeastFor(to.Agent);
            switch (await budget.ReserveAsync(task, to.Agent, least, cancel))
            {
                case Grant.Given given:
                    task.Reserved = given.Amount;
                    task.Money = given.Accounts.Count == 0 && task.Money is null ? null : (task.Money ?? new TaskMoney()) with { Accounts = given.Accounts };
                    return decision;
                case Grant.Missing missing:
                    return new RoutingDecision.NotOpen(missing.Task);
                case Grant.Short { Account: var account }:
                    var reason = TaskBudget.Reason(account, Delegator.Name(to), least);
                    if (account.Kind != BudgetKind.System)
                    {
                        return new RoutingDecision.OverBudget(reason, account.Key);
                    }

                    needs = needs with { Broke = new Dictionary<Guid, (string, string)>(needs.Broke) { [to.Agent.AgentId] = (account.Key, reason) } };
                    break;
            }
        }
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
        task.Money = task.Money is { } money ? money with { AttemptCost = 0, Needed = 0, NeededBy = null } : null;
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
