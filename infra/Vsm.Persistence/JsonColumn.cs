using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Vsm.Persistence;

/// <summary>Parts of an entity that are read and written with it and never searched.</summary>
public static class JsonColumn
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Stores the property as JSON text. The value is replaced, never changed in place.</summary>
    public static PropertyBuilder<T> StoredAsJson<T>(this PropertyBuilder<T> property) => property.HasConversion(
        new JsonTextConverter<T>(), new ValueComparer<T>((a, b) => ReferenceEquals(a, b) || Equals(a, b), x => x == null ? 0 : x.GetHashCode(), x => x));
}

/// <summary>To JSON text and back.</summary>
internal sealed class JsonTextConverter<T>() : ValueConverter<T, string>(
    x => JsonSerializer.Serialize(x, JsonColumn.Options), x => JsonSerializer.Deserialize<T>(x, JsonColumn.Options)!), IJsonTextConverter
{
    public ValueConverter ToItself() => new ValueConverter<T, Held<T>>(x => new Held<T>(x), x => x.Value);
}

internal interface IJsonTextConverter
{
    /// <summary>A converter for a store that can keep the value as it is.</summary>
    ValueConverter ToItself();
}

/// <summary>A value as it is: stores of objects take any value type, and few classes.</summary>
internal readonly record struct Held<T>(T Value);
