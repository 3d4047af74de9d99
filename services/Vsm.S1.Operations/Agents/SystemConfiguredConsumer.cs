using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Agents;

/// <summary>Stores the newest configuration of each agent, for replicas that start later.</summary>
internal sealed class SystemConfiguredConsumer(OperationsDbContext db) : IConsumer<SystemConfigured>, IConsumer<SystemRetired>
{
    public Task Consume(ConsumeContext<SystemConfigured> context) => StoreAsync(context.Message.Configuration, context.CancellationToken);

    public Task Consume(ConsumeContext<SystemRetired> context) => StoreAsync(context.Message.LastConfiguration(), context.CancellationToken);

    private async Task StoreAsync(AgentConfiguration configuration, CancellationToken cancel)
    {
        var stored = await db.Agents.SingleOrDefaultAsync(x => x.AgentId == configuration.AgentId, cancel);
        if (stored is null)
        {
            db.Agents.Add(new StoredAgent { AgentId = configuration.AgentId, Version = configuration.Version, Configuration = configuration });
        }
        else if (stored.Version < configuration.Version)
        {
            stored.Version = configuration.Version;
            stored.Configuration = configuration;
        }

        await db.SaveChangesAsync(cancel);
    }
}

internal sealed class SystemConfiguredConsumerDefinition : ConsumerDefinition<SystemConfiguredConsumer>
{
    public SystemConfiguredConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 1);
}

/// <summary>Has every replica run every agent until it is retired, and stop work that nobody waits for.</summary>
internal sealed class AgentReplicaConsumer(AgentHost host, RunningWork work, AttemptStore attempts)
    : IConsumer<SystemConfigured>, IConsumer<SystemRetired>, IConsumer<TaskAttemptAbandoned>
{
    public Task Consume(ConsumeContext<SystemConfigured> context) => host.ApplyAsync(context.Message.Configuration, context.CancellationToken);

    public Task Consume(ConsumeContext<SystemRetired> context) => host.RetireAsync(context.Message.LastConfiguration(), context.CancellationToken);

    public async Task Consume(ConsumeContext<TaskAttemptAbandoned> context)
    {
        await work.AbandonAsync(context.Message.TaskId, context.Message.Attempt);
        // So that one which waits is not begun by a process that starts later.
        await attempts.RemoveAsync(context.Message.TaskId, context.Message.Attempt, context.CancellationToken);
    }
}
