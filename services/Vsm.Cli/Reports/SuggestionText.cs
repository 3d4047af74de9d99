using System.Globalization;
using Vsm.Contracts.Policy;

namespace Vsm.Cli.Reports;

/// <summary>Suggested policies for people, who are to read what they would accept: the rule and what was said are never cut off.</summary>
internal static class SuggestionText
{
    public static void Write(TextWriter writer, IReadOnlyList<SuggestedPolicy> suggestions)
    {
        if (suggestions.Count == 0)
        {
            writer.WriteLine("no policy is suggested");
        }

        foreach (var suggestion in suggestions)
        {
            Write(writer, suggestion);
        }
    }

    public static void Write(TextWriter writer, SuggestedPolicy suggestion)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#{suggestion.Number} {Safe.Line(suggestion.Name, 100)}  {State(suggestion)}"));
        writer.WriteLine($"  rule:  {Safe.Line(suggestion.Rule, 500)}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  asked: in {suggestion.Seen} {(suggestion.Seen == 1 ? "task" : "tasks")}, last at {suggestion.LastSeenAt:u}"));
        foreach (var sighting in suggestion.Sightings)
        {
            writer.WriteLine($"         task {sighting.TaskId}: \"{Safe.Line(sighting.Said, 200)}\"");
        }
    }

    private static string State(SuggestedPolicy suggestion) => suggestion.State switch
    {
        SuggestionState.Open => "waits for a person",
        SuggestionState.Accepted => $"accepted by {Safe.Line(suggestion.By ?? "-", 200)} as policy {Safe.Line(suggestion.Policy ?? "-", 100)}: {Safe.Line(suggestion.Reason ?? "-", 500)}",
        _ => $"declined by {Safe.Line(suggestion.By ?? "-", 200)}: {Safe.Line(suggestion.Reason ?? "-", 500)}",
    };
}
