using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Agents;

/// <summary>Stores the newest configuration of each agent, for replicas that start later.</summary>
internal sealed class SystemConfiguredConsumer(OperationsDbContext db) : IConsumer<SystemConfigured>
{
    public async Task Consume(ConsumeContext<SystemConfigured> context)
    {
        var configuration = context.Message.Configuration;
        var stored = await db.Agents.SingleOrDefaultAsync(x => x.AgentId == configuration.AgentId, context.CancellationToken);
        if (stored is null)
        {
            db.Agents.Add(new StoredAgent { AgentId = configuration.AgentId, Version = configuration.Version, Configuration = configuration });
        }
        else if (stored.Version < configuration.Version)
        {
            stored.Version = configuration.Version;
            stored.Configuration = configuration;
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}

internal sealed class SystemConfiguredConsumerDefinition : ConsumerDefinition<SystemConfiguredConsumer>
{
    public SystemConfiguredConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 1);
}

/// <summary>Has every replica run every agent, and stop work that nobody waits for.</summary>
internal sealed class AgentReplicaConsumer(AgentHost host, RunningWork work) : IConsumer<SystemConfigured>, IConsumer<TaskAttemptAbandoned>
{
    public Task Consume(ConsumeContext<SystemConfigured> context) => host.ApplyAsync(context.Message.Configuration, context.CancellationToken);

    public Task Consume(ConsumeContext<TaskAttemptAbandoned> context) => work.AbandonAsync(context.Message.TaskId, context.Message.Attempt);
}
