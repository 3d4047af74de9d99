using System.Text.Json;
using MassTransit;
using MassTransit.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Dashboard;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Journal;
using Vsm.Hosting;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_journal_batches_arrive
{
    [Test]
    public async Task Entries_are_chained_once_however_often_they_come()
    {
        await using var function = await Given.DashboardAsync();
        JournalEntry[] entries = [.. Enumerable.Range(0, 6).Select(x => Given.Entry($"k{x}", "s1", "something"))];

        await function.JournalAsync(entries[..4]);
        await function.JournalAsync(entries[2..]);
        await function.JournalAsync([entries[5], entries[5], Given.Entry("k0", "s3", "something")]);

        var records = await RecordsAsync(function);
        Assert.That(records.Select(x => (x.Sequence, x.Function, x.Key)), Is.EqualTo(new[]
        {
            (1L, "s1", "k0"), (2L, "s1", "k1"), (3L, "s1", "k2"), (4L, "s1", "k3"), (5L, "s1", "k4"), (6L, "s1", "k5"), (7L, "s3", "k0"),
        }));
        Assert.That(JournalChain.Verify(records).Intact);
    }

    [Test]
    public async Task Every_VSM_has_a_chain_of_its_own()
    {
        await using var function = await Given.DashboardAsync();

        await function.JournalAsync(
            Given.Entry("a", "s1", "x"), Given.Entry("b", "s1", "x") with { Vsm = "north" }, Given.Entry("c", "s1", "x"));

        var records = await RecordsAsync(function);
        Assert.That(records.Where(x => x.Vsm == "north").Select(x => x.Sequence), Is.EqualTo([1]));
        Assert.That(records.Where(x => x.Vsm == "root").Select(x => x.Sequence), Is.EqualTo([1, 2]));
        Assert.That(JournalChain.Verify(records.Where(x => x.Vsm == "north")).Intact);
    }

    [Test]
    public async Task An_entry_that_cannot_be_read_is_kept_and_hides_no_other()
    {
        await using var function = await Given.DashboardAsync();
        var task = Guid.NewGuid();

        await function.JournalAsync(
            Given.Entry("bad", "s3", "task") with { TaskId = task, Data = Given.Json(new { state = 7 }) },
            Given.Task(task, 1, new TaskProgress { State = "Executing", Content = "Count" }));

        Assert.That(await RecordsAsync(function), Has.Count.EqualTo(2));
        Assert.That((await function.GetAsync($"/api/v1/tasks/{task}")).Text("state"), Is.EqualTo("Executing"));
    }

    [Test]
    public async Task A_batch_that_could_never_be_stored_is_refused_with_the_reason_and_the_next_one_is_written()
    {
        await using var function = await Given.DashboardAsync();

        await function.Harness.Bus.Publish(new JournalBatch { Entries = [Given.Entry(new string('k', 201), "s1", "x")] });
        var fault = await function.Harness.Published.SelectAsync<Fault<JournalBatch>>().First();
        await function.JournalAsync(Given.Entry("fine", "s1", "x"));

        Assert.That(fault.Context.Message.Exceptions.Single().Message, Is.EqualTo("Entry 0 of the journal batch has a key of 201 characters; at most 200 are stored."));
        Assert.That((await RecordsAsync(function)).Single().Key, Is.EqualTo("fine"));
    }

    [Test]
    public async Task Batches_that_come_at_once_leave_no_gap()
    {
        await using var function = await Given.DashboardAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(x => function.JournalAsync(
            Given.Entry($"{x}", "s1", "x"), Given.Entry($"{x}/again", "s1", "x"), Given.Entry("the same", "s1", "x"))));

        var records = await RecordsAsync(function);
        Assert.That(records, Has.Count.EqualTo(41));
        Assert.That(JournalChain.Verify(records).Intact);
    }

    [Test]
    public async Task On_RabbitMQ_one_replica_consumes_at_a_time()
    {
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?> { ["Vsm:Store"] = "InMemory", ["Logging:LogLevel:Default"] = "None" });
        builder.AddDashboard();
        builder.AddBus();
        await using var app = builder.Build();

        var probe = app.Services.GetRequiredService<IBusControl>().GetProbeResult();

        Assert.That(JsonSerializer.Serialize(probe.Results), Does.Contain("x-single-active-consumer").And.Contain("vsm.dashboard.journal"));
    }

    private static async Task<List<JournalRecord>> RecordsAsync(FunctionHarness function)
    {
        await using var db = await function.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.Records.OrderBy(x => x.Sequence).ToListAsync();
    }
}
