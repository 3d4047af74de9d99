using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Vsm.Persistence;

/// <summary>An entity to be stored.</summary>
/// <param name="Entity">The entity as it is to be.</param>
/// <param name="Type">Its type in the model.</param>
/// <param name="State">Added, modified or deleted.</param>
/// <param name="Tokens">For each concurrency token of the type, in its order: the value that must still be stored.</param>
public sealed record Change(object Entity, IEntityType Type, EntityState State, IReadOnlyList<object?> Tokens)
{
    /// <summary>What a context has changed.</summary>
    internal static IEnumerable<Change> Of(DbContext context) => context.ChangeTracker.Entries()
        .Where(x => x.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
        .Select(x => new Change(x.Entity, x.Metadata, x.State, TokensOf(x)));

    /// <summary>Has a context track the entity as it is to be stored.</summary>
    internal void TrackIn(DbContext context)
    {
        var entry = context.Entry(Entity);
        entry.State = State;
        var tokens = 0;
        foreach (var token in ConcurrencyTokens(Type))
        {
            if (State != EntityState.Added)
            {
                entry.Property(token.Name).OriginalValue = Tokens[tokens++];
            }
        }
    }

    /// <summary>The values of an entity's tokens as they are now.</summary>
    internal static IReadOnlyList<object?> TokensOf(object entity, IEntityType type) =>
        [.. ConcurrencyTokens(type).Select(x => x.GetGetter().GetClrValue(entity))];

    public static IEnumerable<IProperty> ConcurrencyTokens(IEntityType type) => type.GetProperties().Where(x => x.IsConcurrencyToken);

    private static IReadOnlyList<object?> TokensOf(EntityEntry entry) => entry.State == EntityState.Added
        ? []
        : [.. ConcurrencyTokens(entry.Metadata).Select(x => entry.OriginalValues[x])];
}
