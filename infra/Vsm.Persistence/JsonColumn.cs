using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Vsm.Persistence;

/// <summary>Parts of an entity that are read and written with it and never searched.</summary>
public static class JsonColumn
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Stores the property as JSON text. The value is replaced, never changed in place.</summary>
    public static PropertyBuilder<T> StoredAsJson<T>(this PropertyBuilder<T> property) => property.HasConversion(
        x => JsonSerializer.Serialize(x, Options),
        x => JsonSerializer.Deserialize<T>(x, Options)!,
        new ValueComparer<T>((a, b) => ReferenceEquals(a, b) || Equals(a, b), x => x == null ? 0 : x.GetHashCode(), x => x));
}
