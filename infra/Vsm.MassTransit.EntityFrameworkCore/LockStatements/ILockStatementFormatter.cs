using System.Text;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A database's way to write them, in order: create, a column for each property, complete.</summary>
public interface ILockStatementFormatter
{
    void Create(StringBuilder sb, string? schema, string table);

    void AppendColumn(StringBuilder sb, int index, string columnName);

    void Complete(StringBuilder sb);
}
