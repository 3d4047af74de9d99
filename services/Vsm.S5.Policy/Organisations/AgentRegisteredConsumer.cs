using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Organisations;

/// <summary>Notes that an agent is there, and ends the applications that waited for no other.</summary>
internal sealed partial class AgentRegisteredConsumer(PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<AgentRegisteredConsumer> logger)
    : IConsumer<AgentRegistered>
{
    public async Task Consume(ConsumeContext<AgentRegistered> context)
    {
        var (agent, cancel) = (context.Message.Agent, context.CancellationToken);
        using var turn = await turns.TakeAsync(agent.Vsm, cancel);
        if (await db.FindSystemAsync(agent.Vsm, agent.AgentId, cancel) is not { } system)
        {
            LogUnknown(agent.AgentId, agent.Vsm);
            return;
        }

        // Every replica registers it, some with an older configuration than others.
        if (agent.ConfigurationVersion > (system.ActiveVersion ?? 0) ||
            (agent.ConfigurationVersion == system.ActiveVersion && !agent.HonouredParameters.SequenceEqual(system.Honoured)))
        {
            system.ActiveVersion = agent.ConfigurationVersion;
            system.Honoured = agent.HonouredParameters;
            system.Revision++;
        }

        var waiting = await db.Applications.Where(x => x.Vsm == agent.Vsm && x.State == OrganisationState.Applying).ToListAsync(cancel);
        var ended = new List<ApplicationRow>();
        foreach (var application in waiting.Where(x => x.Waiting.Any(w => IsMet(w, system))))
        {
            await AdvanceAsync(application, system, context.MessageId, cancel);
            if (application.State == OrganisationState.Applied)
            {
                ended.Add(application);
            }
        }

        await db.SaveChangesAsync(cancel);
        if (context.MessageId is { } messageId)
        {
            ended = await db.Applications.Where(x => x.EndedBy == messageId).ToListAsync(cancel);
        }

        foreach (var application in ended)
        {
            await context.AnswerAsync(application);
        }
    }

    // All agents of an application meet at its one row, so that none of them can miss that it was the last.
    private async Task AdvanceAsync(ApplicationRow application, SystemRow system, Guid? messageId, CancellationToken cancel)
    {
        var step = $"applying/{system.AgentId:n}";
        application.Waiting = [.. application.Waiting.Where(x => !IsMet(x, system))];
        application.Revision++;
        if (application.Waiting.Count == 0)
        {
            application.State = OrganisationState.Applied;
            application.EndedBy = messageId;
            step = "applied";
            LogApplied(application.RequestId, application.Vsm, application.Version);
        }

        var organisation = await db.Organisations.SingleAsync(x => x.Vsm == application.Vsm, cancel);
        db.Add(application, organisation.Name, organisation.Purpose, step, clock.GetUtcNow());
    }

    private static bool IsMet(AwaitedAgent awaited, SystemRow system) =>
        awaited.AgentId == system.AgentId && system.ActiveVersion >= awaited.Version;

    [LoggerMessage(Level = LogLevel.Information, Message = "Request {RequestId} is applied: VSM {Vsm} has version {Version} and all its agents")]
    private partial void LogApplied(Guid requestId, string vsm, int version);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Agent {AgentId} registered in VSM {Vsm}, which has no such system")]
    private partial void LogUnknown(Guid agentId, string vsm);
}
