using System.Text;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary><c>FOR UPDATE</c>; the system column <c>xmin</c>, which serves as a row version, is not part of <c>*</c>.</summary>
public class PostgresLockStatementFormatter : ILockStatementFormatter
{
    public void Create(StringBuilder sb, string? schema, string table)
    {
        sb.Append("SELECT *, xmin FROM ");
        if (!string.IsNullOrEmpty(schema))
        {
            sb.Append(Quote(schema)).Append('.');
        }

        sb.Append(Quote(table)).Append(" WHERE ");
    }

    public void AppendColumn(StringBuilder sb, int index, string columnName) =>
        sb.Append(index == 0 ? "" : " AND ").Append(Quote(columnName)).Append(" = {").Append(index).Append('}');

    public void Complete(StringBuilder sb) => sb.Append(" FOR UPDATE");

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>Locks rows of PostgreSQL.</summary>
public class PostgresLockStatementProvider(bool enableSchemaCaching = true)
    : SqlLockStatementProvider(new PostgresLockStatementFormatter(), enableSchemaCaching);
