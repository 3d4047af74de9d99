using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Dashboard.Data;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_the_journal_is_audited
{
    [Test]
    public async Task A_chain_that_nobody_touched_is_intact()
    {
        await using var function = await StartAsync();

        var audit = await function.GetAsync("/api/v1/audit");

        Assert.That(audit.GetProperty("intact").GetBoolean());
        Assert.That(audit.GetProperty("entries").GetInt64(), Is.EqualTo(5));
        Assert.That(audit.Text("head"), Has.Length.EqualTo(64));
        Assert.That(audit.TryGetProperty("firstBroken", out _), Is.False);
    }

    [Test]
    public async Task A_journal_without_entries_is_intact()
    {
        await using var function = await StartAsync();

        var audit = await function.GetAsync("/api/v1/audit?vsm=north");

        Assert.That(audit.GetProperty("intact").GetBoolean());
        Assert.That(audit.GetProperty("entries").GetInt64(), Is.Zero);
    }

    [TestCase(2)]
    [TestCase(5)]
    public async Task An_entry_that_was_changed_is_named(long sequence)
    {
        await using var function = await StartAsync();
        await ChangeAsync(function, async db => db.Entry(await db.Records.SingleAsync(x => x.Sequence == sequence)).Property(x => x.Summary).CurrentValue = "nothing");

        Assert.That((await function.GetAsync("/api/v1/audit")).GetProperty("firstBroken").GetInt64(), Is.EqualTo(sequence));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    public async Task An_entry_that_was_taken_out_is_named(long sequence)
    {
        await using var function = await StartAsync();
        await ChangeAsync(function, async db => db.Remove(await db.Records.SingleAsync(x => x.Sequence == sequence)));

        var audit = await function.GetAsync("/api/v1/audit");

        Assert.That(audit.GetProperty("intact").GetBoolean(), Is.False);
        Assert.That(audit.GetProperty("firstBroken").GetInt64(), Is.EqualTo(sequence));
    }

    private static async Task<FunctionHarness> StartAsync()
    {
        var function = await Given.DashboardAsync();
        await function.JournalAsync([.. Enumerable.Range(0, 5).Select(x => Given.Entry($"{x}", "s1", "x"))]);
        return function;
    }

    private static async Task ChangeAsync(FunctionHarness function, Func<DashboardDbContext, Task> change)
    {
        await using var db = await function.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        await change(db);
        await db.SaveChangesAsync();
    }
}
