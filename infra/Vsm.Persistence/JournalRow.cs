using System.Text.Json;
using MassTransit;

namespace Vsm.Persistence;

/// <summary>A journal entry that waits to be shipped; it was stored in the transaction that it tells of.</summary>
public sealed class JournalRow
{
    /// <summary>In the order in which a process made its rows.</summary>
    public Guid Id { get; private set; } = NewId.NextSequentialGuid();

    /// <summary>The entry's natural key, for people who look at the table.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The entry as JSON.</summary>
    public string Body { get; private set; } = "";

    public static JournalRow Of<T>(string key, T entry, JsonSerializerOptions options) =>
        new() { Key = key, Body = JsonSerializer.Serialize(entry, options) };
}
