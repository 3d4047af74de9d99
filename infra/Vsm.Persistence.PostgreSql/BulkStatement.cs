using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Vsm.Persistence.PostgreSql;

/// <summary>
/// One statement that inserts or updates any number of entities of a type: every column is an array, and the text is always the same, so that it is
/// prepared once. An update of which a row is no longer as it was loaded fails, and with it the transaction.
/// </summary>
internal sealed class BulkStatement
{
    private readonly string _sql;
    private readonly Column[] _columns;
    private readonly bool _counts;

    private BulkStatement(string sql, Column[] columns, bool counts) => (_sql, _columns, _counts) = (sql, columns, counts);

    public static BulkStatement Insert(IEntityType type)
    {
        var columns = type.GetProperties().Select(x => Column.Of(x)).ToArray();
        return new BulkStatement($"insert into {Table(type)} ({Names(columns)}) select * from {Rows(columns)}", columns, counts: false);
    }

    public static BulkStatement Update(IEntityType type)
    {
        var keys = type.FindPrimaryKey()!.Properties.Select(x => Column.Of(x)).ToArray();
        var values = type.GetProperties().Where(x => !x.IsPrimaryKey() && x.GetAfterSaveBehavior() == PropertySaveBehavior.Save).Select(x => Column.Of(x)).ToArray();
        var tokens = Change.ConcurrencyTokens(type).Select((x, i) => Column.OfToken(x, i)).ToArray();
        Column[] columns = [.. keys, .. values, .. tokens];
        var sql = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"with done as (update {Table(type)} t set {string.Join(", ", values.Select(x => $"{x.Name} = r.{x.Name}"))} ")
            .Append(CultureInfo.InvariantCulture, $"from {Rows(columns)} where {string.Join(" and ", keys.Select(x => $"t.{x.Name} = r.{x.Name}"))}")
            .Append(string.Concat(tokens.Select(x => $" and t.{x.Stored} = r.{x.Name}")))
            .Append(" returning 1) ")
            // There is no other way to say it in a statement: too few rows are an error.
            .Append(CultureInfo.InvariantCulture, $"select 1 / (case when count(*) = ${columns.Length + 1} then 1 else 0 end) from done")
            .ToString();
        return new BulkStatement(sql, columns, counts: true);
    }

    public NpgsqlBatchCommand CommandFor(IReadOnlyList<Change> changes)
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var column in _columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column.Read(changes) });
        }

        if (_counts)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (long)changes.Count });
        }

        return command;
    }

    private static string Table(IEntityType type) => $"\"{type.GetSchema()}\".\"{type.GetTableName()}\"";

    private static string Names(Column[] columns) => string.Join(", ", columns.Select(x => x.Name));

    private static string Rows(Column[] columns) =>
        $"unnest({string.Join(", ", columns.Select((x, i) => $"${i + 1}::{x.StoreType}[]"))}) as r ({Names(columns)})";

    private sealed record Column(string Name, string Stored, string StoreType, Func<Change, object?> Value, Type ElementType)
    {
        private static Column Make(IProperty property, string name, Func<Change, object?> value)
        {
            var mapping = property.GetRelationalTypeMapping();
            var converter = mapping.Converter;
            var type = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            return new Column(
                name,
                $"\"{property.GetColumnName()}\"",
                mapping.StoreTypeNameBase,
                converter is null ? value : x => value(x) is { } set ? converter.ConvertToProvider(set) : null,
                type.IsValueType && property.IsNullable ? typeof(Nullable<>).MakeGenericType(type) : type);
        }

        public static Column Of(IProperty property)
        {
            var getter = property.GetGetter();
            return Make(property, $"\"{property.GetColumnName()}\"", x => getter.GetClrValue(x.Entity));
        }

        public static Column OfToken(IProperty property, int index) => Make(property, $"was_{index}", x => x.Tokens[index]);

        public Array Read(IReadOnlyList<Change> changes)
        {
            var values = Array.CreateInstance(ElementType, changes.Count);
            for (var i = 0; i < changes.Count; i++)
            {
                values.SetValue(Value(changes[i]), i);
            }

            return values;
        }
    }
}
