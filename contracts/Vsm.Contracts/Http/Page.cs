namespace Vsm.Contracts.Http;

/// <summary>Part of a list.</summary>
public sealed record Page<T>
{
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Pass as <c>after</c> for the next part; absent on the last.</summary>
    public string? Next { get; init; }
}
