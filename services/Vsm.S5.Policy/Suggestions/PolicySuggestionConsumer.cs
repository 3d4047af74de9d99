using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>5.5 keeps what is suggested as a policy for a person, and says so. It makes nothing of it.</summary>
internal sealed partial class PolicySuggestionConsumer(
    PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<PolicySuggestionConsumer> logger) : IConsumer<PolicySuggestionMessage>
{
    private const int MostOfOne = 10;

    public async Task Consume(ConsumeContext<PolicySuggestionMessage> context)
    {
        var (message, cancel) = (context.Message, context.CancellationToken);
        using var turn = await turns.TakeAsync(message.Vsm, cancel);
        var state = await db.ReadAsync(message.Vsm, cancel);
        foreach (var suggestion in message.Suggestions.Take(MostOfOne))
        {
            await NoteAsync(state, message, suggestion, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task NoteAsync(VsmState? state, PolicySuggestionMessage message, PolicySuggestion suggestion, CancellationToken cancel)
    {
        var (key, sighting) = (SuggestionText.Key(suggestion.Rule), SuggestionRows.Sighting(message, suggestion, clock.GetUtcNow()));
        if (await db.Suggestions.FindAsync([message.Vsm, key], cancel) is { } known)
        {
            // What a person decided on is not brought up again.
            if (known.State == SuggestionState.Open)
            {
                known.See(sighting);
            }

            return;
        }

        if (SuggestionRules.Refusal(state, suggestion) is { } refusal)
        {
            LogRefused(message.TaskId, refusal);
            return;
        }

        // With those that came in the same message, and without what went for them.
        await db.Suggestions.Where(x => x.Vsm == message.Vsm && x.State == SuggestionState.Open).LoadAsync(cancel);
        if (!SuggestionRules.HasRoom([.. db.Suggestions.Local.Where(x => x.State == SuggestionState.Open)], out var dropped))
        {
            LogRefused(message.TaskId, $"{SuggestionRules.MostOpen} suggestions wait for a person already");
            return;
        }

        if (dropped is not null)
        {
            db.Suggestions.Remove(dropped);
        }

        var row = new SuggestionRow
        {
            Vsm = message.Vsm, Key = key, Number = await db.NextNumberAsync($"suggestion.{message.Vsm}", cancel), Name = suggestion.Name, Rule = suggestion.Rule,
            FirstSeenAt = sighting.At,
        };
        row.See(sighting);
        db.Suggestions.Add(row);
        var cause = new Cause
        {
            At = sighting.At, Actor = "5.5", TaskId = message.TaskId, Attempt = message.Attempt,
            Reason = $"Suggestion {row.Number} waits for a person: policy '{row.Name}', {row.Rule}",
        };
        db.Announce(row, cause, "open");
        LogOpen(row.Number, message.Vsm, row.Name, message.TaskId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Suggestion {Number} of VSM {Vsm} waits for a person: policy {Name}, of task {TaskId}")]
    private partial void LogOpen(int number, string vsm, string name, Guid taskId);

    [LoggerMessage(Level = LogLevel.Information, Message = "A policy that task {TaskId} suggests is not taken: {Reason}")]
    private partial void LogRefused(Guid taskId, string reason);
}
