using System.Text;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary><c>UPDLOCK</c> keeps other writers away, <c>ROWLOCK</c> keeps it to the row.</summary>
public class SqlServerLockStatementFormatter : ILockStatementFormatter
{
    public void Create(StringBuilder sb, string? schema, string table)
    {
        sb.Append("SELECT * FROM ");
        if (!string.IsNullOrEmpty(schema))
        {
            sb.Append(Quote(schema)).Append('.');
        }

        sb.Append(Quote(table)).Append(" WITH (UPDLOCK, ROWLOCK) WHERE ");
    }

    public void AppendColumn(StringBuilder sb, int index, string columnName) =>
        sb.Append(index == 0 ? "" : " AND ").Append(Quote(columnName)).Append(" = {").Append(index).Append('}');

    public void Complete(StringBuilder sb)
    {
    }

    private static string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";
}

/// <summary>Locks rows of SQL Server.</summary>
public class SqlServerLockStatementProvider(bool enableSchemaCaching = true)
    : SqlLockStatementProvider(new SqlServerLockStatementFormatter(), enableSchemaCaching);
