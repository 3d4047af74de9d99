using System.Text.Json.Serialization;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Sessions;

/// <summary>What is remembered of a conversation. Messages come in pairs: what the user said, and the reply.</summary>
internal sealed record Memory
{
    public static Memory Empty { get; } = new();

    public ConversationSummary? Summary { get; init; }

    public IReadOnlyList<ConversationMessage> Messages { get; init; } = [];

    /// <summary>Messages that were left out without being summarised.</summary>
    public int Forgotten { get; init; }

    [JsonIgnore]
    public int Tokens => (int)Math.Min(int.MaxValue, (Summary?.Tokens ?? 0) + Messages.Sum(x => (long)x.Tokens));
}
