namespace Vsm.Contracts.Policy;

/// <summary>5.3 has a System 1 for the task, new or just made for another; Control delegates again.</summary>
public sealed record CapabilityGapClosed
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    /// <summary>The template that it was made from; of one that was drafted, its name.</summary>
    public required string Template { get; init; }

    /// <summary>Required capabilities that the System 1 does not have by that name, each with the one of its own that is meant; absent: none.</summary>
    public IReadOnlyDictionary<string, string>? ReadAs { get; init; }

    /// <summary>How it came to this System 1, where it is not from a template that has all that the task requires.</summary>
    public string? Reason { get; init; }
}

/// <summary>No template makes a System 1 that can do the task.</summary>
public sealed record CapabilityGapNotClosed
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required string Reason { get; init; }
}
