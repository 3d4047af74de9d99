using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Organisations;

/// <summary>Sets up or changes a VSM instance; it is applied once its agents have registered.</summary>
internal sealed partial class ApplyOrganisationConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, IOptions<AgentDefaults> defaults, TimeProvider clock, ILogger<ApplyOrganisationConsumer> logger)
    : IConsumer<ApplyOrganisation>
{
    public async Task Consume(ConsumeContext<ApplyOrganisation> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        if (OrganisationRules.WrongVsm(request.Vsm) is { } wrong)
        {
            LogRefused(request.RequestId, wrong);
            await context.Publish(new OrganisationRefused { RequestId = request.RequestId, Vsm = request.Vsm, Reason = wrong }, cancel);
            return;
        }

        using var turn = await turns.TakeAsync(request.Vsm, cancel);
        var current = await db.ReadAsync(request.Vsm, cancel);
        if (await db.Applications.FindAsync([request.RequestId], cancel) is { } known)
        {
            // What was published the first time may have been lost with the process; everybody knows a version that they have.
            await TellAsync(context, known, current);
            return;
        }

        var outcome = OrganisationDecision.Decide(current, request, defaults.Value, NewId.NextGuid);
        var application = outcome.Change is { } change
            ? await AcceptAsync(request, await db.NumberAsync(change, clock.GetUtcNow(), cancel), outcome.Unchanged, cancel)
            : Refuse(request, current, outcome.Refusal!);
        db.Applications.Add(application);
        await db.SaveChangesAsync(cancel);
        await TellAsync(context, application, await db.ReadAsync(request.Vsm, cancel));
    }

    private async Task<ApplicationRow> AcceptAsync(ApplyOrganisation request, VsmChange change, bool unchanged, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        var state = change.State;
        if (!unchanged)
        {
            await db.WriteAsync(
                change, new Cause { At = at, Reason = $"Organisation '{request.Name}' was applied, version {state.Version}", Actor = "s5" }, cancel);
        }

        var asked = request.Systems.Select(x => x.Name).ToHashSet();
        var inactive = state.Systems.Where(x => asked.Contains(x.Name) && !x.IsActive).ToList();
        foreach (var system in inactive.ExceptBy(change.Systems.Select(x => x.AgentId), x => x.AgentId))
        {
            // An agent that registers meanwhile at another replica must meet this request at its row, or the request would wait for it for ever.
            (await db.Systems.SingleAsync(x => x.AgentId == system.AgentId, cancel)).Revision++;
        }

        var application = new ApplicationRow
        {
            RequestId = request.RequestId,
            Vsm = request.Vsm,
            State = OrganisationState.Applying,
            Version = state.Version,
            Waiting = [.. inactive.Select(x => new AwaitedAgent(x.AgentId, x.Name, x.Configuration.Version))],
            At = at,
        };
        if (application.Waiting.Count > 0)
        {
            db.Add(application, state.Name, state.Purpose, "applying", at);
        }
        else
        {
            application.State = OrganisationState.Applied;
            db.Add(application, state.Name, state.Purpose, "applied", at);
        }

        LogAccepted(request.Name, request.Vsm, state.Version, application.Waiting.Count);
        return application;
    }

    private ApplicationRow Refuse(ApplyOrganisation request, VsmState? current, string reason)
    {
        var application = new ApplicationRow
        {
            RequestId = request.RequestId, Vsm = request.Vsm, State = OrganisationState.Refused, Version = current?.Version ?? 0, Waiting = [],
            Reason = reason, At = clock.GetUtcNow(),
        };
        db.Add(application, current?.Name ?? request.Name, current?.Purpose ?? request.Purpose, "refused", application.At);
        LogRefused(request.RequestId, reason);
        return application;
    }

    private static async Task TellAsync(ConsumeContext context, ApplicationRow application, VsmState? state)
    {
        if (application.State != OrganisationState.Refused && state is not null)
        {
            var reason = $"Organisation '{state.Name}' was applied";
            await context.Publish(state.PurposeDefined, context.CancellationToken);
            await context.Publish(new PolicySetChanged { PolicySet = state.PolicySet, Reason = reason }, context.CancellationToken);
            foreach (var system in state.Systems.Where(x => application.Waiting.Any(w => w.AgentId == x.AgentId)))
            {
                await context.Publish(new SystemConfigured { Configuration = system.Configuration, Reason = reason }, context.CancellationToken);
            }
        }

        await context.AnswerAsync(application);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Organisation {Name} of VSM {Vsm} has version {Version} and waits for {Waiting} agents")]
    private partial void LogAccepted(string name, string vsm, int version, int waiting);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The organisation of request {RequestId} was refused: {Reason}")]
    private partial void LogRefused(Guid requestId, string reason);
}
