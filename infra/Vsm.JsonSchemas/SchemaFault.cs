namespace Vsm.JsonSchemas;

/// <summary>Where and how a document does not fit a schema.</summary>
public sealed record SchemaFault
{
    /// <summary>What is wrong, as the validator names it, such as <c>PropertyRequired</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The place in the document, such as <c>#/items[2]/name</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The same for a reader who is to mend it.</summary>
    public required string Advice { get; init; }

    /// <summary>Line and column at which the reading of the value ended, if they are known.</summary>
    public (int Line, int Column)? Place { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Advice}";
}
