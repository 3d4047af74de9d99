using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Policy;

/// <summary>
/// Sets up or changes a VSM instance; what is left out stays as it is. Answered by <see cref="OrganisationApplied"/> once all its agents are active,
/// or by <see cref="OrganisationRefused"/>.
/// </summary>
public sealed record ApplyOrganisation
{
    public required Guid RequestId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    public IReadOnlyList<SystemSpecification> Systems { get; init; } = [];

    public IReadOnlyList<PolicySpecification> Policies { get; init; } = [];

    /// <summary>For a System 1 that no other policy applies to; none: the built-in set.</summary>
    public IReadOnlyList<PolicySpecification> DefaultPolicies { get; init; } = [];

    /// <summary>What 5.3 makes System 1s from.</summary>
    public IReadOnlyList<SystemSpecification> Templates { get; init; } = [];

    public TaskLimits Limits { get; init; } = new();
}

/// <summary>A System 1 to be, or a template for one.</summary>
public sealed record SystemSpecification
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string Kind { get; init; } = "function";

    public string? Model { get; init; }

    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    public IReadOnlyList<FunctionStep> Steps { get; init; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Tool to level (<c>none</c>, <c>read</c>, <c>write</c>). See <see cref="ToolNames"/>.</summary>
    public IReadOnlyDictionary<string, string> Permissions { get; init; } = new Dictionary<string, string>();

    /// <summary>What its tools may reach.</summary>
    public ToolSettings? Tools { get; init; }

    public int? MaxConcurrentTasks { get; init; }

    public long? TaskTimeoutMs { get; init; }

    public decimal CostPerTask { get; init; }

    /// <summary>The most that it may spend altogether in USD; absent: no cap of its own.</summary>
    public decimal? CostTotal { get; init; }

    /// <summary>Its system prompt, for kinds that use a model.</summary>
    public AgentPrompt? Prompt { get; init; }
}

/// <summary>A policy to be; its name is its identity, so applying it changed makes a new version.</summary>
public sealed record PolicySpecification
{
    public required string Name { get; init; }

    public required string Rule { get; init; }

    /// <summary>Names of the System 1s (or templates) that it applies to; none: the whole team.</summary>
    public IReadOnlyList<string> AppliesTo { get; init; } = [];

    public IReadOnlyList<PolicyCheck> Readings { get; init; } = [];

    public ReadingRule? WhenVague { get; init; }
}

/// <summary>Bounds of every task of the VSM instance.</summary>
public sealed record TaskLimits
{
    public int Corrections { get; init; } = 3;

    public int Clarifications { get; init; } = 2;

    /// <summary>Cost limit per task in USD.</summary>
    public decimal CostPerTask { get; init; } = 0.10m;

    /// <summary>The most that one attempt may cost in USD; absent: what is left of the task's limit.</summary>
    public decimal? CostPerAttempt { get; init; }

    /// <summary>The most that one call of a model may cost in USD; absent: what its attempt may.</summary>
    public decimal? CostPerCall { get; init; }

    /// <summary>The most that the VSM instance may spend altogether in USD; absent: no cap.</summary>
    public decimal? CostTotal { get; init; }

    /// <summary>How long a task waits for a person, in milliseconds; absent: 7 days.</summary>
    public long? PersonTimeoutMs { get; init; }
}

/// <summary>Every agent of the organisation is active.</summary>
public sealed record OrganisationApplied
{
    public required Guid RequestId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Version { get; init; }
}

/// <summary>The organisation was not applied: it contradicts itself and nothing changed, or an agent of it cannot be registered.</summary>
public sealed record OrganisationRefused
{
    public required Guid RequestId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required string Reason { get; init; }
}

/// <summary>Purpose and limits of a VSM instance changed; Control works under them from here on.</summary>
public sealed record PurposeDefined
{
    public string Vsm { get; init; } = VsmInstance.Root;

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    public required int Version { get; init; }

    public required TaskLimits Limits { get; init; }
}
