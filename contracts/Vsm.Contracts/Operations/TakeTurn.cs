using System.Text.Json.Serialization;

namespace Vsm.Contracts.Operations;

/// <summary>
/// A user says something to a System 1 of kind <c>llm</c>; answered by <see cref="TurnTaken"/> or <see cref="TurnRefused"/>. A turn that was taken and comes
/// again gets the same answer.
/// </summary>
public sealed record TakeTurn
{
    /// <summary>The turn's identity, given by who sends it.</summary>
    public required Guid TurnId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required Guid AgentId { get; init; }

    /// <summary>Whose conversation it is; see <see cref="SessionNames.IsUser"/>.</summary>
    public required string User { get; init; }

    public required string ChatMessage { get; init; }
}

/// <summary>What the System 1 replied.</summary>
public sealed record TurnTaken
{
    public required Guid TurnId { get; init; }

    public required string Reply { get; init; }

    /// <summary>The conversation as it is after the turn.</summary>
    public required Session Session { get; init; }

    /// <summary>What the turn consumed, summaries included.</summary>
    public required Usage Usage { get; init; }

    /// <summary>What was called of tools meanwhile, in order.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public string? Model { get; init; }

    public required int ConfigurationVersion { get; init; }
}

/// <summary>The turn was not taken; the conversation is as it was before.</summary>
public sealed record TurnRefused
{
    public required Guid TurnId { get; init; }

    public required TurnError Error { get; init; }

    /// <summary>What is wrong, and what to do.</summary>
    public required string Reason { get; init; }
}

/// <summary>Why a turn was not taken.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnError>))]
public enum TurnError
{
    /// <summary>Another turn of the conversation is under way; one at a time is taken.</summary>
    Busy,

    /// <summary>The message cannot be taken as it is.</summary>
    BadInput,

    /// <summary>There is no such System 1.</summary>
    NotFound,

    /// <summary>The System 1 does not converse, or only a person can help, by changing what is set up.</summary>
    NotSetUp,

    /// <summary>A budget does not allow it.</summary>
    OverBudget,

    /// <summary>The model gave no answer; the same turn may be sent again.</summary>
    Transient,

    /// <summary>The turn was cut off, or its conversation deleted, while it was under way; it may be sent again.</summary>
    Interrupted,
}
