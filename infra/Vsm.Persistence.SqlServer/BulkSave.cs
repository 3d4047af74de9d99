using System.Globalization;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Vsm.Persistence.SqlServer;

/// <summary>Changes of several units as one batch that is a transaction: it takes one round trip, and an error in it undoes all.</summary>
internal sealed class BulkSave
{
    private readonly IReadOnlyList<(BulkStatement Statement, IReadOnlyList<Change> Changes)> _groups;

    private BulkSave(IReadOnlyList<(BulkStatement, IReadOnlyList<Change>)> groups) => _groups = groups;

    /// <summary>Null where a change cannot be stored like this. Tables come in one order always, so that two batches do not wait for each other in a ring.</summary>
    public static BulkSave? Of(IReadOnlyList<Change> changes, Func<(IEntityType, EntityState), BulkStatement?> statementFor)
    {
        var groups = changes.GroupBy(x => (x.Type, x.State))
            .OrderBy(x => x.Key.Type.GetTableName(), StringComparer.Ordinal).ThenBy(x => x.Key.State)
            .Select(x => (Statement: statementFor(x.Key), Changes: (IReadOnlyList<Change>)[.. x]))
            .ToList();
        return groups.Exists(x => x.Statement is null) ? null : new BulkSave([.. groups.Select(x => (x.Statement!, x.Changes))]);
    }

    public string Sql
    {
        get
        {
            var sql = new StringBuilder("set nocount on; set xact_abort on;\nbegin transaction;\n");
            for (var i = 0; i < _groups.Count; i++)
            {
                sql.Append(CultureInfo.InvariantCulture, $"{_groups[i].Statement.Sql(i)}\n");
            }

            return sql.Append("commit transaction;").ToString();
        }
    }

    public SqlCommand CommandOn(SqlConnection? connection)
    {
        var command = new SqlCommand(Sql, connection);
        for (var i = 0; i < _groups.Count; i++)
        {
            var (statement, changes) = _groups[i];
            command.Parameters.Add($"@rows{i}", System.Data.SqlDbType.NVarChar, -1).Value = statement.Rows(changes);
            command.Parameters.Add($"@count{i}", System.Data.SqlDbType.Int).Value = changes.Count;
        }

        return command;
    }
}
