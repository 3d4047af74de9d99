namespace Vsm.Contracts.Operations;

/// <summary>What a System 1 can do. Tasks require capabilities by <see cref="Name"/>.</summary>
public sealed record Capability
{
    public required string Name { get; init; }

    /// <summary>The kind of work, such as <c>analysis</c>, <c>generation</c> or <c>transformation</c>.</summary>
    public string? Type { get; init; }

    public string? Version { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Limits of the capability, such as the largest input it takes.</summary>
    public IReadOnlyDictionary<string, string>? Constraints { get; init; }
}
