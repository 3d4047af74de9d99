using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.Journal;

/// <summary>What the journal's columns and indexes hold. A batch beyond that could never be stored, however often it is tried.</summary>
internal static class JournalLimits
{
    public const int Key = 200;
    public const int Function = 40;
    public const int Kind = 100;
    public const int Vsm = 63;

    public static string? FirstProblem(JournalBatch batch) => batch.Entries
        .Select((entry, index) => Problem(entry) is { } problem ? $"Entry {index} of the journal batch {problem}" : null)
        .FirstOrDefault(x => x is not null);

    private static string? Problem(JournalEntry entry) =>
        Bounded("key", entry.Key, Key) ?? Bounded("function", entry.Function, Function)
        ?? Bounded("kind", entry.Kind, Kind) ?? Bounded("VSM", entry.Vsm, Vsm)
        ?? (entry.Summary is null ? "has no summary." : null);

    private static string? Bounded(string name, string? value, int most) =>
        string.IsNullOrEmpty(value) ? $"has no {name}."
        : value.Length > most ? $"has a {name} of {value.Length} characters; at most {most} are stored."
        : value.Contains('\0') ? $"has a {name} with a NUL character."
        : null;
}
