using System.Text.Json.Serialization;

namespace Vsm.Contracts.Dashboard;

/// <summary>How far an organisation is applied.</summary>
public sealed record OrganisationProgress
{
    public required Guid RequestId { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    public required int Version { get; init; }

    public required OrganisationState State { get; init; }

    /// <summary>Names of the agents that are not active yet.</summary>
    public IReadOnlyList<string> Pending { get; init; } = [];

    public string? Reason { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<OrganisationState>))]
public enum OrganisationState
{
    Applying,
    Applied,
    Refused,
}
