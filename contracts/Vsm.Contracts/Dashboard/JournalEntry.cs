using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vsm.Contracts.Dashboard;

/// <summary>One thing that happened, appended in the transaction that made it happen.</summary>
public sealed record JournalEntry
{
    /// <summary>Natural key within the function, such as <c>&lt;task&gt;/&lt;step&gt;/&lt;kind&gt;</c>; the same key is the same entry.</summary>
    public required string Key { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>The function that wrote it: <c>s1</c>, <c>s3</c>, <c>s3star</c>, <c>s5</c>.</summary>
    public required string Function { get; init; }

    /// <summary>One of <see cref="JournalKinds"/>, or below it, such as <c>task.executing</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? TaskId { get; init; }

    public int? Attempt { get; init; }

    /// <summary>For kind <c>task</c>: the saga's step; later steps win.</summary>
    public int? Step { get; init; }

    /// <summary>Who or what did it.</summary>
    public string? Actor { get; init; }

    /// <summary>One line for people.</summary>
    public required string Summary { get; init; }

    /// <summary>What the kind defines.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>An entry with its data as JSON.</summary>
    public JournalEntry With<T>(T data) => this with { Data = JsonSerializer.SerializeToElement(data, JournalJson.Options) };

    /// <summary>An entry whose key is made of its data, so that saying the same again is the same entry.</summary>
    public JournalEntry KeyedByData(string prefix) => this with
    {
        Key = $"{prefix}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data?.GetRawText() ?? "")))[..16]}",
    };

    /// <summary>The data as the kind defines it.</summary>
    public T Read<T>() => Data is { } data && data.Deserialize<T>(JournalJson.Options) is { } value
        ? value
        : throw new JsonException($"The journal entry {Key} of kind {Kind} has no {typeof(T).Name} as its data.");
}
