using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Organisations;

/// <summary>An agent that Control refuses cannot become active: the applications that wait for it are refused.</summary>
internal sealed partial class AgentRegistrationRefusedConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<AgentRegistrationRefusedConsumer> logger)
    : IConsumer<AgentRegistrationRefused>
{
    public async Task Consume(ConsumeContext<AgentRegistrationRefused> context)
    {
        var (message, agent, cancel) = (context.Message, context.Message.Agent, context.CancellationToken);
        using var turn = await turns.TakeAsync(agent.Vsm, cancel);
        var waiting = await db.Applications.Where(x => x.Vsm == agent.Vsm && x.State == OrganisationState.Applying).ToListAsync(cancel);
        var ended = waiting.Where(x => x.Waiting.Any(w => w.AgentId == agent.AgentId && w.Version <= agent.ConfigurationVersion)).ToList();
        foreach (var application in ended)
        {
            application.State = OrganisationState.Refused;
            application.Reason = $"Agent '{agent.Name}' was not registered ({message.Error}): {message.Reason}";
            application.EndedBy = context.MessageId;
            application.Revision++;
            var organisation = await db.Organisations.SingleAsync(x => x.Vsm == application.Vsm, cancel);
            db.Add(application, organisation.Name, organisation.Purpose, "refused", clock.GetUtcNow());
            LogRefused(application.RequestId, application.Reason);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The organisation of request {RequestId} was refused: {Reason}")]
    private partial void LogRefused(Guid requestId, string reason);
}
