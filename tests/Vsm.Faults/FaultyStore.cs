using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Vsm.Persistence;

namespace Vsm.Faults;

/// <summary>A database whose connections break, before or after it has done what it was asked.</summary>
internal sealed class FaultyStore(IStoreProvider store, FaultDice dice) : IStoreProvider
{
    public int GroupSize => store.GroupSize;

    public void Configure(DbContextOptionsBuilder options, string schema)
    {
        store.Configure(options, schema);
        options.AddInterceptors(new FaultyCommands(dice), new FaultyTransactions(dice));
    }

    public void Adapt(IMutableModel model) => store.Adapt(model);

    public Task MigrateAsync(DbContext context, string schema, CancellationToken cancel) => store.MigrateAsync(context, schema, cancel);

    public Task<int> NextNumberAsync(DbContext context, string schema, string sequence, CancellationToken cancel) =>
        DoAsync(() => store.NextNumberAsync(context, schema, sequence, cancel));

    public async Task<bool> TrySaveAsync(DbContext context, IReadOnlyList<Change> changes)
    {
        try
        {
            return await DoAsync(() => store.TrySaveAsync(context, changes));
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    public bool IsDuplicate(Exception exception) => store.IsDuplicate(exception);

    public bool IsConflict(Exception exception) => store.IsConflict(exception);

    public Task<bool> TakeLeaseAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel) =>
        DoAsync(() => store.TakeLeaseAsync(schema, name, holder, length, cancel));

    public bool IsUnavailable(Exception exception) => store.IsUnavailable(exception);

    private async Task<T> DoAsync<T>(Func<Task<T>> operation)
    {
        if (dice.Before())
        {
            throw FaultDice.NotDone();
        }

        var result = await operation();
        return dice.After() ? throw FaultDice.Gone() : result;
    }
}
