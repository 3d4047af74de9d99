namespace Vsm.Persistence.Retention;

/// <summary>A row by its key, or all rows that share the key, and when they were done with; null: they are not yet.</summary>
public sealed class AgedRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset? At { get; init; }
}
