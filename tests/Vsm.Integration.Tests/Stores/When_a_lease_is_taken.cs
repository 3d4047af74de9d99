using Vsm.Persistence;
using Vsm.S3.Control.Data;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_a_lease_is_taken(Store kind) : StoreTest(kind)
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Test]
    public async Task One_of_many_gets_it_from_the_first_use_on()
    {
        var store = await StartAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(x => Task.Run(() => TakeAsync(store, $"holder {x}", Long))));

        Assert.That(taken, Has.Exactly(1).True);
    }

    [Test]
    public async Task Its_holder_keeps_it_and_nobody_else_gets_it()
    {
        var store = await StartAsync();

        Assert.That(await TakeAsync(store, "one", Long));
        Assert.That(await TakeAsync(store, "other", Long), Is.False);
        Assert.That(await TakeAsync(store, "one", Long));
        Assert.That(await TakeAsync(store, "One", Long), Is.False, "another name");
    }

    [Test]
    public async Task It_is_free_once_its_time_is_over()
    {
        var store = await StartAsync();

        Assert.That(await TakeAsync(store, "one", TimeSpan.Zero));
        Assert.That(await TakeAsync(store, "other", Long));
        Assert.That(await TakeAsync(store, "one", Long), Is.False);
    }

    private static Task<bool> TakeAsync(IStoreProvider store, string holder, TimeSpan length) =>
        store.TakeLeaseAsync(ControlDbContext.Schema, "sweep", holder, length, CancellationToken.None);

    private async Task<IStoreProvider> StartAsync()
    {
        var store = NewStore();
        await using var context = new ControlDbContext(OptionsOf<ControlDbContext>(store, ControlDbContext.Schema), store);
        await store.MigrateAsync(context, ControlDbContext.Schema, CancellationToken.None);
        return store;
    }
}
