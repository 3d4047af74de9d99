namespace Vsm.Contracts.Policy;

/// <summary>Ends a System 1 for good, after the tasks that it works on; answered by <see cref="SystemRetired"/>.</summary>
public sealed record RetireSystem
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Who ends it.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The VSM instance has this System 1 no more: it gets no tasks, its policies are out of force, and its name is free.</summary>
public sealed record SystemRetired
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}
