using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Dashboard;

/// <summary>A function of the VSM asked a model for help. What came of it is in the entries that follow.</summary>
public sealed record AdviceProgress
{
    /// <summary>What the model helps with, such as <c>Delegation</c>.</summary>
    public required string Function { get; init; }

    /// <summary>Provider and model.</summary>
    public required string Model { get; init; }

    /// <summary>The answer as JSON; absent: there was none, and it was decided without a model.</summary>
    public string? Answer { get; init; }

    /// <summary>Why there was no answer.</summary>
    public string? Problem { get; init; }

    public required Usage Usage { get; init; }
}
