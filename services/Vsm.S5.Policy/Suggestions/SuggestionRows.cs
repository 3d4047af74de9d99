using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>Suggestions to and from their rows.</summary>
internal static class SuggestionRows
{
    public static SuggestedPolicy Read(this SuggestionRow row) => new()
    {
        Vsm = row.Vsm, Number = row.Number, Name = row.Name, Rule = row.Rule, State = row.State, Seen = row.Seen, FirstSeenAt = row.FirstSeenAt, LastSeenAt = row.LastSeenAt,
        Sightings = row.Sightings, By = row.By, Reason = row.Reason, DecidedAt = row.DecidedAt, Policy = row.Policy,
    };

    /// <summary>Notes that a task asked for it: once, however often its results are judged.</summary>
    /// <returns>False: that is known.</returns>
    public static bool See(this SuggestionRow row, SuggestionSighting sighting)
    {
        if (row.Sightings.Any(x => x.TaskId == sighting.TaskId))
        {
            return false;
        }

        row.Sightings = [.. row.Sightings.Append(sighting).TakeLast(SuggestionRules.MostSightings)];
        row.Seen++;
        row.LastSeenAt = sighting.At;
        row.Revision++;
        return true;
    }

    public static SuggestionSighting Sighting(PolicySuggestionMessage message, PolicySuggestion suggestion, DateTimeOffset at) => new()
    {
        TaskId = message.TaskId, RulingId = message.RulingId, AgentId = message.AgentId, Said = PlainText.Reason(suggestion.Said, 200), Start = suggestion.Start, End = suggestion.End,
        SuggestedBy = message.SuggestedBy, At = at,
    };

    /// <summary>Tells people of it: those who follow the stream, and the journal.</summary>
    public static void Announce(this PolicyDbContext db, SuggestionRow row, Cause cause, string step) => db.Add(
        cause, row.Vsm, $"{row.Vsm}/suggestion/{row.Number}/{step}", $"{JournalKinds.Suggestion}.{char.ToLowerInvariant(row.State.ToString()[0])}{row.State.ToString()[1..]}", row.Read());
}
