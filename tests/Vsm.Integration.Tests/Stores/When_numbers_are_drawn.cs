using Vsm.Persistence;
using Vsm.S3.Control.Data;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_numbers_are_drawn(Store kind) : StoreTest(kind)
{
    private const int Drawers = 32;
    private const int Each = 8;

    [TestCase(1)]
    [TestCase(8)]
    public async Task All_of_them_differ_from_the_first_use_on(int processes)
    {
        var first = NewStore();
        await using var context = new ControlDbContext(OptionsOf<ControlDbContext>(first, ControlDbContext.Schema), first);
        await first.MigrateAsync(context, ControlDbContext.Schema, CancellationToken.None);
        var stores = Enumerable.Range(0, processes).Select(_ => NewStore()).ToList();
        using var start = new Barrier(Drawers);

        var drawn = await Task.WhenAll(Enumerable.Range(0, Drawers).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(); // all of them find no sequence
                return DrawAsync(stores[i % processes]);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.That(drawn.SelectMany(x => x), Is.Unique.And.All.InRange(1, Drawers * Each).And.Exactly(Drawers * Each).Items);
    }

    [Test]
    public async Task Sequences_do_not_share_their_numbers()
    {
        var store = NewStore();
        await using var context = new ControlDbContext(OptionsOf<ControlDbContext>(store, ControlDbContext.Schema), store);
        await store.MigrateAsync(context, ControlDbContext.Schema, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await context.NextNumberAsync("task.root", CancellationToken.None), Is.EqualTo(1));
            Assert.That(await context.NextNumberAsync("task.other", CancellationToken.None), Is.EqualTo(1));
            Assert.That(await context.NextNumberAsync("task.root", CancellationToken.None), Is.EqualTo(2));
            Assert.That(() => context.NextNumberAsync("x\"; drop schema s3_control; --", CancellationToken.None), Throws.ArgumentException);
        }
    }

    private static async Task<List<int>> DrawAsync(IStoreProvider store)
    {
        await using var context = new ControlDbContext(OptionsOf<ControlDbContext>(store, ControlDbContext.Schema), store);
        var numbers = new List<int>();
        for (var i = 0; i < Each; i++)
        {
            numbers.Add(await context.NextNumberAsync("task.first-use", CancellationToken.None));
        }

        return numbers;
    }
}
