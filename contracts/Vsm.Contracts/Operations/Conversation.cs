using System.Text.Json.Serialization;

namespace Vsm.Contracts.Operations;

/// <summary>A conversation with what is remembered of it.</summary>
public sealed record Conversation
{
    public required Session Session { get; init; }

    /// <summary>Stands for the messages before <see cref="Messages"/>; absent: there are none.</summary>
    public ConversationSummary? Summary { get; init; }

    public required IReadOnlyList<ConversationMessage> Messages { get; init; }

    /// <summary>Messages that were left out without being summarised.</summary>
    public int Forgotten { get; init; }

    /// <summary>Tokens of all that is remembered, as counted or estimated.</summary>
    public int Tokens { get; init; }
}

/// <summary>What a model wrote of the older part of a conversation, in place of it.</summary>
public sealed record ConversationSummary
{
    public required string Text { get; init; }

    /// <summary>How many messages it stands for.</summary>
    public required int Messages { get; init; }

    public required int Tokens { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Model { get; init; }
}

/// <summary>One message of a conversation.</summary>
public sealed record ConversationMessage
{
    public required ConversationRole Role { get; init; }

    public required string Text { get; init; }

    public required int Tokens { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Who wrote a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConversationRole>))]
public enum ConversationRole
{
    User,

    Agent,
}
