using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Registry;

/// <summary>Keeps the registry of agents: who is there, how they are, and who gets no tasks.</summary>
internal sealed partial class RegistryConsumer(
    ControlDbContext db, AgentDirectory directory, Accountant accountant, IOptions<RegistryOptions> options, ControlMetrics metrics, TimeProvider clock,
    ILogger<RegistryConsumer> logger)
    : IConsumer<RegisterAgent>, IConsumer<AgentHealthReported>, IConsumer<DrainAgent>, IConsumer<CheckAgentHeartbeats>,
        IConsumer<SystemRetired>
{
    private const int MostWaitingTasks = 200;

    public async Task Consume(ConsumeContext<RegisterAgent> context)
    {
        var request = context.Message;
        var info = request.Agent;
        var name = info.Name.ToLowerInvariant();
        var named = await db.Agents
            .Where(x => x.AgentId == info.AgentId || (x.Vsm == info.Vsm && (x.Number == info.Number || x.Name.ToLower() == name)))
            .ToListAsync(context.CancellationToken);
        if (AgentRegistry.Refuse(request, named) is { } refusal)
        {
            LogRefused(info.Name, info.Vsm, refusal.Error, refusal.Reason);
            await context.Publish(refusal, context.CancellationToken);
            return;
        }

        var agent = named.SingleOrDefault(x => x.AgentId == info.AgentId);
        var isNew = agent is null;
        agent ??= db.Agents.Add(new RegisteredAgent
        {
            AgentId = info.AgentId,
            Vsm = info.Vsm,
            Number = info.Number,
            Name = info.Name,
            Info = info,
            Status = AgentStatus.Active,
            LastSeenAt = request.Health.Timestamp,
        }).Entity;
        if (info.ConfigurationVersion >= agent.Info.ConfigurationVersion)
        {
            agent.Info = info;
        }

        AgentHealth.Welcome(agent, clock.GetUtcNow());
        Store(agent, "registered");
        var waiting = await WaitingTasksAsync(info.Vsm, context.CancellationToken);
        await db.SaveChangesAsync(context.CancellationToken);
        directory.Invalidate();
        metrics.Observe(agent);
        if (isNew)
        {
            metrics.AgentRegistered(info);
            LogRegistered(info.AgentId, info.Model, info.Capabilities.Count);
        }

        await Tasks.TaskBudget.WakeAsync(context, await accountant.ConfigureAsync(
            BudgetKeys.System(info.AgentId), info.Vsm, BudgetKind.System, info.AgentId, agent.Info.CostTotal));
        await context.Publish(new AgentRegistered { Agent = agent.Info, Status = agent.Status }, context.CancellationToken);
        foreach (var task in waiting)
        {
            await context.SendTo(Tasks.TaskStateMachine.Queue, task, context.CancellationToken);
        }
    }

    public async Task Consume(ConsumeContext<AgentHealthReported> context)
    {
        // A report may come before the registration, or after the agent was removed.
        if (await FindAsync(context.Message.AgentId, context.CancellationToken) is { } agent)
        {
            await ChangeAsync(context, agent, () => AgentHealth.Apply(agent, context.Message, clock.GetUtcNow(), options.Value.HealthCheckInterval));
        }
    }

    public async Task Consume(ConsumeContext<DrainAgent> context)
    {
        var request = context.Message;
        var agent = await FindAsync(request.AgentId, context.CancellationToken)
            ?? throw new MessageRefusedException($"There is no agent {request.AgentId} in the registry.");
        await ChangeAsync(context, agent, () => AgentHealth.Drain(agent, request), answer: true);
    }

    public async Task Consume(ConsumeContext<SystemRetired> context)
    {
        if (await FindAsync(context.Message.AgentId, context.CancellationToken) is not { } agent)
        {
            return;
        }

        var previous = agent.Status;
        agent.Status = AgentStatus.Offline;
        agent.PreviousStatus = previous;
        agent.StatusReason = $"Retired by {context.Message.By}: {context.Message.Reason}";
        Store(agent, "retired");
        db.Agents.Remove(agent);
        await db.SaveChangesAsync(context.CancellationToken);
        directory.Invalidate();
        metrics.Forget(agent);
        await SayAsync(context, agent);
    }

    public async Task Consume(ConsumeContext<CheckAgentHeartbeats> context)
    {
        var messageId = IdOf(context);
        var agents = await db.Agents.Where(x => x.Status != AgentStatus.Offline || x.ChangedBy == messageId).ToListAsync(context.CancellationToken);
        foreach (var agent in agents)
        {
            var previous = agent.Status;
            if (AgentHealth.MarkSilent(agent, clock.GetUtcNow(), options.Value.HealthCheckInterval))
            {
                Note(agent, previous, messageId);
                Store(agent, "offline");
            }
        }

        await db.SaveChangesAsync(context.CancellationToken);
        directory.Invalidate();
        agents.ForEach(metrics.Observe);
        foreach (var agent in agents.Where(x => x.ChangedBy == messageId))
        {
            await SayAsync(context, agent);
        }
    }

    private async Task ChangeAsync(ConsumeContext context, RegisteredAgent agent, Action change, bool answer = false)
    {
        // The process ended, or the broker was away, between save and publish.
        var messageId = IdOf(context);
        if (agent.ChangedBy == messageId)
        {
            await SayAsync(context, agent);
            return;
        }

        var previous = agent.Status;
        change();
        if (answer || agent.Status != previous)
        {
            Note(agent, previous, messageId);
        }

        Store(agent, agent.Status == previous ? "reported" : agent.Status.ToString().ToLowerInvariant());
        var waiting = Candidate.Takes(agent.Status) && !Candidate.Takes(previous)
            ? await WaitingTasksAsync(agent.Vsm, context.CancellationToken)
            : [];
        await db.SaveChangesAsync(context.CancellationToken);
        directory.Invalidate();
        metrics.Observe(agent);
        if (agent.ChangedBy == messageId)
        {
            await SayAsync(context, agent);
        }

        foreach (var task in waiting)
        {
            await context.SendTo(Tasks.TaskStateMachine.Queue, task, context.CancellationToken);
        }
    }

    private Task<RegisteredAgent?> FindAsync(Guid agentId, CancellationToken cancel) =>
        db.Agents.SingleOrDefaultAsync(x => x.AgentId == agentId, cancel);

    // Tasks that wait for an agent look again at once rather than at their next time limit.
    private async Task<List<CheckTaskDeadline>> WaitingTasksAsync(string vsm, CancellationToken cancel) => await db.Tasks
        .Where(x => x.CurrentState == nameof(Tasks.TaskStateMachine.Delegating) && x.Vsm == vsm)
        .OrderByDescending(x => x.Priority).ThenBy(x => x.SubmittedAt)
        .Take(MostWaitingTasks)
        .Select(x => new CheckTaskDeadline { TaskId = x.CorrelationId, Step = x.Step })
        .ToListAsync(cancel);

    private void Store(RegisteredAgent agent, string what)
    {
        agent.Version++;
        db.Record(new JournalEntry
        {
            Key = $"agent/{agent.AgentId}/{agent.Version}",
            Vsm = agent.Vsm,
            Function = "s3",
            Kind = $"{JournalKinds.Agent}.{what}",
            At = clock.GetUtcNow(),
            Summary = $"System 1 {agent.Number} ({agent.Name}) is {agent.Status.ToString().ToLowerInvariant()}",
        }.With(new AgentProgress
        {
            Agent = agent.Info,
            Status = agent.Status,
            Metrics = AgentHealth.Metrics(agent),
            Health = agent.Health,
            Reason = agent.StatusReason,
        }));
    }

    private static Guid IdOf(ConsumeContext context) => context.MessageId ?? NewId.NextGuid();

    private static void Note(RegisteredAgent agent, AgentStatus previous, Guid messageId) => (agent.PreviousStatus, agent.ChangedBy) = (previous, messageId);

    private static Task SayAsync(ConsumeContext context, RegisteredAgent agent) => context.PublishAs(
        MessageIds.Of(agent.AgentId, $"status/{agent.Version}"),
        new AgentStatusChanged
        {
            AgentId = agent.AgentId,
            Vsm = agent.Vsm,
            Status = agent.Status,
            Previous = agent.PreviousStatus,
            Reason = agent.StatusReason,
        },
        context.CancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Agent registered: agent_id {AgentId}, model {Model}, capabilities {Capabilities}")]
    private partial void LogRegistered(Guid agentId, string? model, int capabilities);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Agent {Name} of VSM {Vsm} was not registered: {Error}: {Reason}")]
    private partial void LogRefused(string name, string vsm, string error, string reason);
}

internal sealed class RegistryConsumerDefinition : ConsumerDefinition<RegistryConsumer>
{
    // One at a time, so that of two agents with one name the second sees the first.
    public RegistryConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 1);
}
