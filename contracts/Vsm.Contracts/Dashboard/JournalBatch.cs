using System.Text.Json;

namespace Vsm.Contracts.Dashboard;

/// <summary>Journal entries of one function, oldest first, at most 256; entries that the journal has already are left out by their key.</summary>
public sealed record JournalBatch
{
    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>Puts entries together that were stored as JSON.</summary>
    public static JournalBatch FromJson(IReadOnlyList<string> entries) =>
        new() { Entries = [.. entries.Select(x => JsonSerializer.Deserialize<JournalEntry>(x, JournalJson.Options)!)] };
}
