namespace Vsm.Contracts.Dashboard;

/// <summary>A state machine as it runs.</summary>
public sealed record MachineDescription
{
    public required string Name { get; init; }

    public required IReadOnlyList<MachineState> States { get; init; }

    public required IReadOnlyList<MachineTransition> Transitions { get; init; }
}

public sealed record MachineState
{
    public required string Name { get; init; }

    public bool Final { get; init; }
}

/// <summary>An event that may lead from a state to another.</summary>
public sealed record MachineTransition
{
    public required string From { get; init; }

    public required string Event { get; init; }

    public required string To { get; init; }
}
