using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Lock statements from a context's model; kept by model, as two contexts may map one type to two tables.</summary>
public class SqlLockStatementProvider(ILockStatementFormatter formatter, bool enableSchemaCaching = true) : ILockStatementProvider
{
    private readonly ConditionalWeakTable<IModel, ConcurrentDictionary<(Type, string), string>> _statements = [];

    public string GetRowLockStatement<T>(DbContext context)
        where T : class => GetRowLockStatement<T>(context, nameof(ISaga.CorrelationId));

    public string GetRowLockStatement<T>(DbContext context, params string[] propertyNames)
        where T : class =>
        enableSchemaCaching
            ? _statements.GetOrCreateValue(context.Model).GetOrAdd((typeof(T), string.Join(',', propertyNames)), _ => Write<T>(context, propertyNames))
            : Write<T>(context, propertyNames);

    private string Write<T>(DbContext context, string[] propertyNames)
    {
        var type = context.Model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException($"{context.GetType().Name} does not map {typeof(T).Name}.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)
            ?? throw new InvalidOperationException($"{typeof(T).Name} has no table of its own in {context.GetType().Name}.");
        var statement = new StringBuilder();
        formatter.Create(statement, table.Schema, table.Name);
        for (var i = 0; i < propertyNames.Length; i++)
        {
            var column = type.FindProperty(propertyNames[i])?.GetColumnName(table)
                ?? throw new InvalidOperationException($"{typeof(T).Name}.{propertyNames[i]} has no column in {table.DisplayName()}.");
            formatter.AppendColumn(statement, i, column);
        }

        formatter.Complete(statement);
        return statement.ToString();
    }
}
