using System.Data;

namespace MassTransit.EntityFrameworkCoreIntegration;

internal sealed class EntityFrameworkSagaOptions<TSaga>
    where TSaga : class, ISaga
{
    public ConcurrencyMode ConcurrencyMode { get; set; } = ConcurrencyMode.Pessimistic;

    public IsolationLevel IsolationLevel { get; set; } = IsolationLevel.ReadCommitted;

    public ILockStatementProvider LockStatementProvider { get; set; } = new SqlServerLockStatementProvider();

    public Func<IQueryable<TSaga>, IQueryable<TSaga>> Customize { get; set; } = x => x;
}
