using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>A person makes a suggestion a policy, or declines it.</summary>
internal sealed partial class DecidePolicySuggestionConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<DecidePolicySuggestionConsumer> logger) : IConsumer<DecidePolicySuggestion>
{
    public async Task Consume(ConsumeContext<DecidePolicySuggestion> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        using var turn = await turns.TakeAsync(request.Vsm, cancel);
        var state = await db.ReadAsync(request.Vsm, cancel);
        var row = await db.Suggestions.SingleOrDefaultAsync(x => x.Vsm == request.Vsm && x.Number == request.Number, cancel);
        if (row?.RequestId != request.RequestId)
        {
            var outcome = PersonOnSuggestion.Decide(state, row, request, NewId.NextGuid);
            if (outcome.Refusal is { } refusal)
            {
                LogRefused(request.Number, refusal.Reason);
                await context.RespondAsync(refusal);
                return;
            }

            state = await RecordAsync(outcome, row!, request, cancel) ?? state;
        }

        // Said again when asked again: what was published the first time may have been lost with the process.
        await context.Publish(new PolicySetChanged { PolicySet = state!.PolicySet, Reason = $"Suggestion {request.Number} was decided by {row!.By}" }, cancel);
        await context.RespondAsync(new PolicySuggestionDecided { Suggestion = row.Read() });
    }

    private async Task<VsmState?> RecordAsync(SuggestionOutcome outcome, SuggestionRow row, DecidePolicySuggestion request, CancellationToken cancel)
    {
        var (at, by) = (clock.GetUtcNow(), request.By.Trim());
        var cause = new Cause
        {
            At = at, Actor = by, TaskId = row.Sightings is [.., var latest] ? latest.TaskId : null,
            Reason = outcome.State == SuggestionState.Accepted
                ? $"{by} accepted suggestion {row.Number} as policy '{outcome.Policy}': {request.Reason}"
                : $"{by} declined suggestion {row.Number}{(outcome.Change is null ? "" : $", policy '{outcome.Policy}'")}: {request.Reason}",
        };
        VsmState? after = null;
        if (outcome.Change is not null)
        {
            var change = await db.NumberAsync(outcome.Change, at, cancel);
            after = change.State;
            await db.WriteAsync(change, cause, cancel);
        }

        row.State = outcome.State;
        row.RequestId = request.RequestId;
        row.By = by;
        row.Reason = request.Reason;
        row.DecidedAt = at;
        row.Policy = outcome.Policy;
        row.Revision++;
        db.Announce(row, cause, $"{request.RequestId:n}");
        await db.SaveChangesAsync(cancel);
        LogDecided(row.Number, request.Vsm, row.State.ToString(), by);
        return after;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Suggestion {Number} of VSM {Vsm} is {State}, by {By}")]
    private partial void LogDecided(int number, string vsm, string state, string by);

    [LoggerMessage(Level = LogLevel.Information, Message = "A decision on suggestion {Number} was refused: {Reason}")]
    private partial void LogRefused(int number, string reason);
}
