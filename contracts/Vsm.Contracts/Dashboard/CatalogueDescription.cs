namespace Vsm.Contracts.Dashboard;

/// <summary>What a function of the VSM offers to organisation files: System 1's functions, or System 3*'s checks.</summary>
public sealed record CatalogueDescription
{
    /// <summary><c>functions</c> or <c>checks</c>.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<CatalogueItem> Items { get; init; }
}

/// <summary>A function that agents can call, or a check that policies can carry.</summary>
public sealed record CatalogueItem
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public IReadOnlyList<CatalogueParameter> Parameters { get; init; } = [];
}

public sealed record CatalogueParameter
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary><c>text</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>pattern</c> (a regular expression) or <c>list</c> (comma separated).</summary>
    public required string Type { get; init; }

    public bool Required { get; init; }

    public string? Default { get; init; }
}
