using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Integration.Tests.Stores.Grouping;
using Vsm.Persistence;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Record;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_processes_want_one_attempt(Store kind) : StoreTest(kind)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Test]
    public async Task One_gets_it_and_who_has_lost_it_can_do_nothing_to_it()
    {
        var contexts = await StartAsync(NewStore());
        var store = new AttemptStore(contexts, TimeProvider.System);
        var task = await AddAsync(contexts);
        var sight = (await store.WaitingAsync([], 10, Never)).Single();
        Assert.That(await store.CountAsync(Never), Is.EqualTo((0, 1)));

        var takes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.TryTakeAsync(sight, Never)));

        var mine = takes.OfType<StoredAttempt>().Single();
        Assert.That((mine.Starts, mine.Takeovers, mine.Assignment.Content, mine.Configuration.Name), Is.EqualTo((1, 0, "Write.", "writer")));
        Assert.That(await store.BeatAsync(mine, TimeSpan.FromSeconds(5), Never));
        var again = (await store.TryTakeAsync((await store.OwnedAsync(Never)).Single(), Never))!;
        Assert.That((again.Starts, again.Takeovers, again.WorkedMs, again.StartedAt), Is.EqualTo((2, 1, 5_000L, mine.StartedAt)));
        Assert.That((await store.BeatAsync(mine, default, Never), await store.ReleaseAsync(mine, default, Never)), Is.EqualTo((false, false)));
        Assert.That(await store.ReleaseAsync(again, default, Never));
        Assert.That(await store.WaitingAsync([], 10, Never), Has.Count.EqualTo(1));
        Assert.That(await store.WaitingAsync([again.AgentId], 10, Never), Is.Empty);
        await store.RemoveAsync(task.TaskId, task.Attempt, Never);
        Assert.That(await store.IsThereAsync(task.TaskId, task.Attempt, Never), Is.False);
    }

    [Test]
    public async Task A_call_is_stored_with_the_claim_of_its_effect_or_not_at_all()
    {
        var provider = NewStore();
        var contexts = await StartAsync(provider);
        var calls = new RecordedCalls(
            contexts, new GroupCommit<OperationsDbContext>(contexts, provider, null), provider, new Patience(provider, TimeProvider.System), TimeProvider.System);
        var task = await AddAsync(contexts);
        var (first, second, third) = (Call(task, 1), Call(task, 2), Call(task, 3));

        Assert.That(await calls.SaveAsync(first, "file_system_tool", [], Never), Is.EqualTo(SaveOutcome.Saved));
        (first.Done, first.Answer, first.Usage) = (true, "\"x\"", new Usage { Cost = 0.1234567m });
        Assert.That(await calls.SaveAsync(first, null, [], Never), Is.EqualTo(SaveOutcome.Saved));
        Assert.That(await calls.SaveAsync(Call(task, 1, "another"), null, [], Never), Is.EqualTo(SaveOutcome.Lost), "another run has the number");
        Assert.That(await calls.SaveAsync(second, null, [], Never), Is.EqualTo(SaveOutcome.Saved));
        await using (var db = contexts.CreateDbContext())
        {
            db.Effects.Add(new Effect { TaskId = task.TaskId, Attempt = 1, Step = 3, Tool = "file_system_tool", At = TaskInstances.Time });
            await db.SaveChangesAsync();
        }

        Assert.That(await calls.SaveAsync(third, "file_system_tool", [], Never), Is.EqualTo(SaveOutcome.EffectClaimed));
        Assert.That((await calls.FindAsync(task, Never)).Select(x => (x.Number, x.Done, x.Usage.Cost)), Is.EqualTo(new[] { (1, true, 0.1234567m), (2, false, 0m) }));
        Assert.That(await calls.SaveAsync(third, null, [second], Never), Is.EqualTo(SaveOutcome.Saved));
        Assert.That((await calls.FindAsync(task, Never)).Select(x => x.Number), Is.EqualTo(new[] { 1, 3 }));
    }

    private static async Task<AssignTaskMessage> AddAsync(Contexts contexts)
    {
        var agent = new AgentConfiguration { AgentId = Guid.NewGuid(), Number = 1, Name = "writer", Kind = "llm", Version = 1 };
        var task = new AssignTaskMessage { TaskId = Guid.NewGuid(), Attempt = 1, Content = "Write.", AgentId = agent.AgentId };
        await using var db = contexts.CreateDbContext();
        db.Attempts.Add(StoredAttempt.Of(task, agent, TaskInstances.Time));
        await db.SaveChangesAsync();
        return task;
    }

    private static RecordedCall Call(AssignTaskMessage task, int number, string run = "one") =>
        new() { TaskId = task.TaskId, Attempt = task.Attempt, Number = number, Kind = CallKind.Model, Asked = "", Run = run, At = TaskInstances.Time };

    private async Task<Contexts> StartAsync(IStoreProvider store)
    {
        var contexts = new Contexts(store, OptionsOf<OperationsDbContext>(store, OperationsDbContext.Schema));
        await using var db = contexts.CreateDbContext();
        await store.MigrateAsync(db, OperationsDbContext.Schema, Never);
        return contexts;
    }

    private sealed class Contexts(IStoreProvider store, DbContextOptions<OperationsDbContext> options) : IDbContextFactory<OperationsDbContext>
    {
        public OperationsDbContext CreateDbContext() => new(options, store);
    }
}
