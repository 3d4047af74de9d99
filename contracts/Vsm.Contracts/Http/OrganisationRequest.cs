using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>An organisation to be: its purpose, System 1s, policies and templates.</summary>
public sealed record OrganisationRequest
{
    public required string Name { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required string Purpose { get; init; }

    public IReadOnlyList<SystemSpecification> Systems { get; init; } = [];

    public IReadOnlyList<PolicySpecification> Policies { get; init; } = [];

    public IReadOnlyList<PolicySpecification> DefaultPolicies { get; init; } = [];

    public IReadOnlyList<SystemSpecification> Templates { get; init; } = [];

    public TaskLimits Limits { get; init; } = new();
}

/// <summary>An organisation, and how far its latest change is applied.</summary>
public sealed record OrganisationView
{
    public required string Vsm { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    public required int Version { get; init; }

    public required OrganisationState State { get; init; }

    /// <summary>The request that made the latest change.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Names of the agents that are not active yet.</summary>
    public IReadOnlyList<string> Pending { get; init; } = [];

    public string? Reason { get; init; }
}
