using System.Data;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Options by context.</summary>
internal sealed class EntityFrameworkOutboxOptions
{
    public IsolationLevel IsolationLevel { get; set; } = IsolationLevel.ReadCommitted;

    public ILockStatementProvider LockStatementProvider { get; set; } = new SqlServerLockStatementProvider();

    public static string NameOf<TDbContext>()
        where TDbContext : DbContext => typeof(TDbContext).FullName!;
}

/// <summary>Is there when the bus outbox of a context has a delivery service.</summary>
internal sealed class BusOutboxOf<TDbContext>
    where TDbContext : DbContext;
