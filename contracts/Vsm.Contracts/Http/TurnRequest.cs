namespace Vsm.Contracts.Http;

/// <summary>The body of a turn.</summary>
public sealed record TurnRequest
{
    /// <summary>What the user says.</summary>
    public required string ChatMessage { get; init; }
}
