using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Organisations;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Systems;

/// <summary>Takes a System 1 out of its VSM instance, with the policies that were for it alone; its history stays.</summary>
internal sealed partial class RetireSystemConsumer(PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<RetireSystemConsumer> logger)
    : IConsumer<RetireSystem>
{
    public async Task Consume(ConsumeContext<RetireSystem> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        using var turn = await turns.TakeAsync(request.Vsm, cancel);
        var history = await db.SystemVersions.AsNoTracking().Where(x => x.AgentId == request.AgentId && x.Vsm == request.Vsm)
            .OrderByDescending(x => x.Version).FirstOrDefaultAsync(cancel)
            ?? throw new MessageRefusedException($"VSM '{request.Vsm}' has no System 1 with id {request.AgentId}.");
        if (await db.FindSystemAsync(request.Vsm, request.AgentId, cancel) is { } system)
        {
            await RetireAsync(system, request, context.MessageId, cancel);
            await db.SaveChangesAsync(cancel);
            LogRetired(system.Name, request.Vsm, request.By, request.Reason);
        }

        await TellAsync(context, history.Configuration);
    }

    private async Task RetireAsync(SystemRow system, RetireSystem request, Guid? messageId, CancellationToken cancel)
    {
        var state = (await db.ReadAsync(request.Vsm, cancel))!;
        var after = state with { Version = state.Version + 1, Systems = [.. state.Systems.Where(x => x.AgentId != request.AgentId)] };
        var (policies, changed) = PolicyPlan.Derive(after, NewId.NextGuid);
        after = after with { Policies = policies, PolicySetVersion = state.PolicySetVersion + (changed.Count > 0 ? 1 : 0) };
        var cause = new Cause { At = clock.GetUtcNow(), Reason = $"'{system.Name}' was retired: {request.Reason}", Actor = request.By };
        await db.WriteAsync(new VsmChange { State = after, Policies = changed, PolicySetChanged = changed.Count > 0 }, cause, cancel);
        db.Add(cause, request.Vsm, $"{request.AgentId:n}/configuration/retired", $"{JournalKinds.Configuration}.retired", system.Configuration);
        db.Systems.Remove(system);

        // Nobody will register it any more.
        var waiting = await db.Applications.Where(x => x.Vsm == request.Vsm && x.State == OrganisationState.Applying).ToListAsync(cancel);
        foreach (var application in waiting.Where(x => x.Waiting.Any(w => w.AgentId == request.AgentId)))
        {
            application.State = OrganisationState.Refused;
            application.Reason = cause.Reason;
            application.EndedBy = messageId;
            application.Revision++;
            db.Add(application, state.Name, state.Purpose, "refused", cause.At);
        }
    }

    // Told again when asked again: what was published the first time may have been lost with the process.
    private async Task TellAsync(ConsumeContext<RetireSystem> context, AgentConfiguration system)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        var state = (await db.ReadAsync(request.Vsm, cancel))!;
        await context.Publish(state.PurposeDefined, cancel);
        await context.Publish(new PolicySetChanged { PolicySet = state.PolicySet, Reason = $"'{system.Name}' was retired" }, cancel);
        await context.Publish(
            new SystemRetired
            {
                AgentId = system.AgentId, Vsm = system.Vsm, Number = system.Number, Name = system.Name, By = request.By, Reason = request.Reason,
            },
            cancel);
        if (context.MessageId is { } messageId)
        {
            foreach (var application in await db.Applications.AsNoTracking().Where(x => x.EndedBy == messageId).ToListAsync(cancel))
            {
                await context.AnswerAsync(application);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "System 1 {Name} of VSM {Vsm} was retired by {By}: {Reason}")]
    private partial void LogRetired(string name, string vsm, string by, string reason);
}
