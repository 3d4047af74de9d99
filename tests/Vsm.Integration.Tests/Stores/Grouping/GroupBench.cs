using Microsoft.EntityFrameworkCore;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.Integration.Tests.Stores.Grouping;

/// <summary>System 3's store with a group commit that waits for <see cref="CommitAsync"/>.</summary>
internal sealed class GroupBench : IAsyncDisposable
{
    private readonly DbContextOptions<ControlDbContext> _options;
    private readonly HeldContexts _contexts;
    private readonly GroupCommit<ControlDbContext> _commit;
    private readonly List<ControlDbContext> _units = [];
    private readonly List<Task> _asked = [];

    private GroupBench(IStoreProvider store, DbContextOptions<ControlDbContext> options)
    {
        (Store, _options, _contexts) = (store, options, new HeldContexts(store, options));
        _commit = new GroupCommit<ControlDbContext>(_contexts, store, journal: null);
    }

    public IStoreProvider Store { get; }

    public int ContextsGiven => _contexts.Given;

    public static async Task<GroupBench> StartAsync(IStoreProvider store, DbContextOptions<ControlDbContext> options)
    {
        await using var context = new ControlDbContext(options, store);
        await store.MigrateAsync(context, ControlDbContext.Schema, CancellationToken.None);
        return new GroupBench(store, options);
    }

    public ControlDbContext NewContext() => new(_options, Store);

    /// <summary>Asks for a unit to be stored: tasks that are new, and a journal row.</summary>
    public void Ask(string journalKey, params TaskInstance[] added) => Ask(Unit(journalKey, added));

    /// <summary>Asks for a unit to be stored: a task of which another version was loaded, and a journal row.</summary>
    public void AskUpdate(string journalKey, TaskInstance task, int loadedStep)
    {
        var unit = Unit(journalKey, []);
        _asked.Add(_commit.SaveAsync(unit, new Change(task, unit.Model.FindEntityType(typeof(TaskInstance))!, EntityState.Modified, [loadedStep])));
    }

    /// <summary>Asks for what a context has changed to be stored.</summary>
    public void Ask(ControlDbContext unit) => _asked.Add(_commit.SaveAsync(unit));

    /// <summary>Lets everything that was asked for be stored.</summary>
    /// <returns>For each, why it was not.</returns>
    public async Task<List<Exception?>> CommitAsync()
    {
        _contexts.Open();
        await ((Task)Task.WhenAll(_asked).WaitAsync(TimeSpan.FromSeconds(60))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. _asked.Select(x => x.IsCompleted ? x.Exception?.InnerException : throw new TimeoutException("A unit is neither stored nor refused after a minute."))];
    }

    public async Task<List<TaskInstance>> TasksAsync()
    {
        await using var context = NewContext();
        return await context.Tasks.AsNoTracking().OrderBy(x => x.Number).ToListAsync();
    }

    public async Task<List<string>> JournalAsync()
    {
        await using var context = NewContext();
        return await context.Journal.OrderBy(x => x.Id).Select(x => x.Key).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var unit in _units)
        {
            await unit.DisposeAsync();
        }
    }

    private ControlDbContext Unit(string journalKey, TaskInstance[] added)
    {
        var unit = NewContext();
        _units.Add(unit);
        unit.Tasks.AddRange(added);
        unit.Journal.Add(JournalRow.Of(journalKey, new { Said = "it's done" }, System.Text.Json.JsonSerializerOptions.Web));
        return unit;
    }
}
