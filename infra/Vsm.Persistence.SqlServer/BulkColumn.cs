using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Vsm.Persistence.SqlServer;

/// <summary>A column of a <see cref="BulkStatement"/>.</summary>
/// <param name="Name">Its name among the rows that are given.</param>
/// <param name="Stored">Its name in the table.</param>
/// <param name="JsonType">What its values are read as.</param>
/// <param name="Collate">How text is compared with it: what is read from JSON has the database's own way.</param>
/// <param name="Value">The value of a change, as it is stored.</param>
internal sealed record BulkColumn(string Name, string Stored, string JsonType, string Collate, Func<Change, object?> Value)
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(Guid), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(decimal), typeof(double),
        typeof(DateTimeOffset), typeof(byte[]),
    ];

    /// <summary>Whether the value is the entity's and has a form in JSON.</summary>
    public static bool Fits(IProperty property) => !property.IsShadowProperty() && property.GetComputedColumnSql() is null
        && property.GetBeforeSaveBehavior() == PropertySaveBehavior.Save
        && property.GetValueGenerationStrategy() == SqlServerValueGenerationStrategy.None
        && Known.Contains(StoredType(property));

    /// <summary>A value to be stored. Text that is too long would be cut were it read as the column's type; as it is, storing it fails.</summary>
    public static BulkColumn Of(IProperty property) => Make(property, Quoted(property.GetColumnName()), "nvarchar(max)", Current(property));

    /// <summary>A part of the key of a row that was loaded, so that it fits, and of the column's own type, so that the row is found by its index.</summary>
    public static BulkColumn OfKey(IProperty property) =>
        Make(property, Quoted(property.GetColumnName()), property.GetRelationalTypeMapping().StoreType, Current(property));

    public static BulkColumn OfToken(IProperty property, int index) => Make(property, $"[was_{index}]", "nvarchar(max)", x => x.Tokens[index]);

    public void Write(Utf8JsonWriter writer, Change change)
    {
        switch (Value(change))
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case Guid id: writer.WriteStringValue(id); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
            case decimal amount: writer.WriteStringValue(amount.ToString(CultureInfo.InvariantCulture)); break;
            case double number: writer.WriteStringValue(number.ToString("R", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: writer.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture)); break;
            case var number: writer.WriteNumberValue(Convert.ToInt64(number, CultureInfo.InvariantCulture)); break;
        }
    }

    private static Func<Change, object?> Current(IProperty property)
    {
        var getter = property.GetGetter();
        return x => getter.GetClrValue(x.Entity);
    }

    private static BulkColumn Make(IProperty property, string name, string textType, Func<Change, object?> value)
    {
        var converter = property.GetRelationalTypeMapping().Converter;
        var text = StoredType(property) == typeof(string);
        return new BulkColumn(
            name,
            Quoted(property.GetColumnName()),
            text ? textType : property.GetRelationalTypeMapping().StoreType,
            text ? $" collate {SqlServerModel.Collation}" : "",
            converter is null ? value : x => value(x) is { } set ? converter.ConvertToProvider(set) : null);
    }

    private static Type StoredType(IProperty property)
    {
        var type = property.GetRelationalTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static string Quoted(string name) => $"[{name}]";
}
