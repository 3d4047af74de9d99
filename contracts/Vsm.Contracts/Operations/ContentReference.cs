namespace Vsm.Contracts.Operations;

/// <summary>Content too large for a message, in a store that every process reaches.</summary>
public sealed record ContentReference
{
    public required Uri Uri { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The name people gave it, such as <c>sales.csv</c>; citations use it.</summary>
    public string? Name { get; init; }
}
