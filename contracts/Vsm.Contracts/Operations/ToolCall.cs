using System.Text.Json.Serialization;

namespace Vsm.Contracts.Operations;

/// <summary>One call of a function or tool during an attempt, as System 1 recorded it (not as the agent tells it).</summary>
public sealed record ToolCall
{
    /// <summary>Counted within the attempt, from <c>1</c>; evidence cites it.</summary>
    public required string Id { get; init; }

    public required string Tool { get; init; }

    /// <summary>The arguments after the agent's configuration was applied.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    public required ToolCallOutcome Outcome { get; init; }

    /// <summary>What came out, cut to 4 KiB; on failure, the reason.</summary>
    public string? Result { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationMs { get; init; }

    /// <summary>Set where an earlier process had worked on the attempt, and it mattered for this call.</summary>
    public CallRecovery? Recovery { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ToolCallOutcome>))]
public enum ToolCallOutcome
{
    Succeeded,
    Failed,

    /// <summary>The agent has no permission for it, so it was not done.</summary>
    Refused,
}
