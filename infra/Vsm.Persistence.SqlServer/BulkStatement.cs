using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Vsm.Persistence.SqlServer;

/// <summary>
/// One statement that inserts or updates any number of entities of a type: the rows are one JSON parameter, and the text is always the same, so that its
/// plan is kept. Fewer rows than were given, as one is no longer as it was loaded, are an error.
/// </summary>
internal sealed class BulkStatement
{
    private const string Checked = "if @@rowcount <> @count{0} begin; throw 51000, N'A row is no longer as it was loaded.', 1; end;";

    // The text is a parameter of a query and no part of a page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _sql;
    private readonly BulkColumn[] _columns;

    private BulkStatement(string sql, BulkColumn[] columns) => (_sql, _columns) = (sql, columns);

    /// <summary>Null where the database makes some of the values, or they have no form in JSON, or a row is to go.</summary>
    public static BulkStatement? For((IEntityType Type, EntityState State) what) => what switch
    {
        (_, not (EntityState.Added or EntityState.Modified)) => null,
        var (type, _) when !type.GetProperties().All(BulkColumn.Fits) => null,
        (var type, EntityState.Added) => Insert(type),
        var (type, _) => Update(type),
    };

    /// <param name="index">Which of the batch it is.</param>
    public string Sql(int index) => string.Format(System.Globalization.CultureInfo.InvariantCulture, _sql, index);

    /// <summary>The rows as an array of arrays.</summary>
    public string Rows(IReadOnlyList<Change> changes)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartArray();
            foreach (var change in changes)
            {
                writer.WriteStartArray();
                foreach (var column in _columns)
                {
                    column.Write(writer, change);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static BulkStatement Insert(IEntityType type)
    {
        var columns = type.GetProperties().Select(BulkColumn.Of).ToArray();
        var names = string.Join(", ", columns.Select(x => x.Name));
        return new BulkStatement($"insert into {Table(type)} ({names}) select {names} from {RowsOf(columns)};", columns);
    }

    private static BulkStatement Update(IEntityType type)
    {
        var keys = type.FindPrimaryKey()!.Properties.Select(BulkColumn.OfKey).ToArray();
        var values = type.GetProperties().Where(x => !x.IsPrimaryKey() && x.GetAfterSaveBehavior() == PropertySaveBehavior.Save).Select(BulkColumn.Of).ToArray();
        var tokens = Change.ConcurrencyTokens(type).Select(BulkColumn.OfToken).ToArray();
        BulkColumn[] columns = [.. keys, .. values, .. tokens];
        return new BulkStatement(
            $"update t set {string.Join(", ", values.Select(x => $"{x.Name} = r.{x.Name}"))} from {Table(type)} t "
            + $"inner join {RowsOf(columns)} r on {string.Join(" and ", keys.Concat(tokens).Select(x => $"t.{x.Stored} = r.{x.Name}{x.Collate}"))};\n{Checked}",
            columns);
    }

    private static string Table(IEntityType type) => $"[{type.GetSchema()}].[{type.GetTableName()}]";

    private static string RowsOf(BulkColumn[] columns) =>
        $"openjson(@rows{{0}}) with ({string.Join(", ", columns.Select((x, i) => $"{x.Name} {x.JsonType} '$[{i}]'"))})";
}
