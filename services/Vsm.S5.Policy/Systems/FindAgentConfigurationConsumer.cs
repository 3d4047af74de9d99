using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Systems;

/// <summary>For a replica of System 1 that has an older configuration than a task was assigned under.</summary>
internal sealed class FindAgentConfigurationConsumer(PolicyDbContext db) : IConsumer<FindAgentConfiguration>
{
    public async Task Consume(ConsumeContext<FindAgentConfiguration> context)
    {
        var agentId = context.Message.AgentId;
        if (await db.Systems.AsNoTracking().SingleOrDefaultAsync(x => x.AgentId == agentId, context.CancellationToken) is { } system)
        {
            await context.RespondAsync(new AgentConfigurationFound { Configuration = system.Configuration });
        }
        else
        {
            await context.RespondAsync(new AgentConfigurationNotFound { AgentId = agentId });
        }
    }
}
