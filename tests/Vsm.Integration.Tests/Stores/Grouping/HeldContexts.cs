using Microsoft.EntityFrameworkCore;
using Vsm.Persistence;
using Vsm.S3.Control.Data;

namespace Vsm.Integration.Tests.Stores.Grouping;

/// <summary>Gives no context before the test says so, so that everything that is asked for until then belongs to the same moment.</summary>
internal sealed class HeldContexts(IStoreProvider store, DbContextOptions<ControlDbContext> options) : IDbContextFactory<ControlDbContext>
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _given;

    /// <summary>One for each group, and one more for each unit of a group that could not be stored as one.</summary>
    public int Given => _given;

    public void Open() => _open.SetResult();

    public ControlDbContext CreateDbContext() => throw new NotSupportedException("Contexts are made asynchronously here.");

    public async Task<ControlDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await _open.Task.WaitAsync(cancellationToken);
        Interlocked.Increment(ref _given);
        return new ControlDbContext(options, store);
    }
}
