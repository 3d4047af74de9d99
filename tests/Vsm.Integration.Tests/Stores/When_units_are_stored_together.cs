using Microsoft.EntityFrameworkCore;
using Vsm.Integration.Tests.Stores.Grouping;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_units_are_stored_together(Store kind) : StoreTest(kind)
{
    [Test]
    public async Task All_of_many_are_stored_with_a_transaction_for_each_group()
    {
        await using var bench = await StartAsync();
        var tasks = Enumerable.Range(1, 200).Select(Task).ToList();
        tasks.ForEach(x => bench.Ask($"journal {x.Number:000}", x));

        Assert.That(await bench.CommitAsync(), Is.All.Null);

        Assert.That((await bench.TasksAsync()).Select(x => x.CorrelationId), Is.EqualTo(tasks.Select(x => x.CorrelationId)));
        Assert.That(await bench.JournalAsync(), Is.EquivalentTo(tasks.Select(x => $"journal {x.Number:000}")));
        // The first goes alone, as nothing waits for company.
        Assert.That(bench.ContextsGiven, Is.EqualTo(1 + (int)Math.Ceiling(199.0 / bench.Store.GroupSize)));
    }

    [Test]
    public async Task One_whose_key_is_taken_fails_alone()
    {
        await using var bench = await StartAsync();
        var taken = Task(1);
        bench.Ask("first", taken);
        bench.Ask("before", Task(2));
        bench.Ask("duplicate", Task(3), new TaskInstance { CorrelationId = taken.CorrelationId, Number = 4 });
        bench.Ask("after", Task(5));

        var failures = await bench.CommitAsync();

        await ExpectOnlyThirdFailedAsync(bench, failures, [1, 2, 5]);
        Assert.That(failures[2], Is.InstanceOf<DbUpdateException>());
        Assert.That(bench.Store.IsDuplicate(failures[2]!));
    }

    [Test]
    public async Task Two_of_one_key_are_not_both_stored()
    {
        await using var bench = await StartAsync();
        var both = Task(3);
        bench.Ask("first", Task(1));
        bench.Ask("before", both);
        bench.Ask("duplicate", new TaskInstance { CorrelationId = both.CorrelationId, Number = 4 });
        bench.Ask("after", Task(5));

        var failures = await bench.CommitAsync();

        await ExpectOnlyThirdFailedAsync(bench, failures, [1, 3, 5]);
        Assert.That(bench.Store.IsDuplicate(failures[2]!));
    }

    [Test]
    public async Task One_whose_version_moved_on_fails_alone()
    {
        await using var bench = await StartAsync();
        var (moved, kept) = (Task(1), Task(2));
        (moved.Step, kept.Step) = (5, 5);
        await AddAsync(bench, moved, kept);
        bench.Ask("first", Task(3));
        bench.AskUpdate("before", StepOf(kept, 6, "done"), loadedStep: 5);
        bench.AskUpdate("moved", StepOf(moved, 5, "late"), loadedStep: 4);
        bench.Ask("after", Task(4));

        var failures = await bench.CommitAsync();

        await ExpectOnlyThirdFailedAsync(bench, failures, [1, 2, 3, 4]);
        Assert.That(failures[2], Is.InstanceOf<DbUpdateConcurrencyException>());
        var stored = await bench.TasksAsync();
        Assert.That(stored.Take(2).Select(x => (x.Step, x.CurrentState)), Is.EqualTo(new[] { (5, "made"), (6, "done") }));
    }

    [Test]
    public async Task Two_steps_from_one_version_are_not_both_stored()
    {
        await using var bench = await StartAsync();
        var task = Task(1);
        await AddAsync(bench, task);
        bench.Ask("first", Task(2));
        bench.AskUpdate("before", StepOf(task, 1, "one"), loadedStep: 0);
        bench.AskUpdate("other", StepOf(task, 1, "other"), loadedStep: 0);
        bench.Ask("after", Task(3));

        var failures = await bench.CommitAsync();

        await ExpectOnlyThirdFailedAsync(bench, failures, [1, 2, 3]);
        Assert.That(failures[2], Is.InstanceOf<DbUpdateConcurrencyException>());
        Assert.That((await bench.TasksAsync())[0].CurrentState, Is.EqualTo("one"));
    }

    [Test]
    public async Task One_that_deletes_goes_with_the_others()
    {
        await using var bench = await StartAsync();
        var gone = Task(1);
        await AddAsync(bench, gone);
        await using var deletes = bench.NewContext();
        deletes.Tasks.Remove(await deletes.Tasks.SingleAsync());
        bench.Ask("first", Task(2));
        bench.Ask("before", Task(3));
        bench.Ask(deletes);

        Assert.That(await bench.CommitAsync(), Is.All.Null);

        Assert.That((await bench.TasksAsync()).Select(x => x.Number), Is.EqualTo(new[] { 2, 3 }));
    }

    private async Task<GroupBench> StartAsync()
    {
        var store = NewStore();
        return await GroupBench.StartAsync(store, OptionsOf<ControlDbContext>(store, ControlDbContext.Schema));
    }

    private static async Task ExpectOnlyThirdFailedAsync(GroupBench bench, List<Exception?> failures, int[] numbers)
    {
        Assert.That(failures.Select(x => x is null), Is.EqualTo(new[] { true, true, false, true }), string.Join("\n", failures));
        Assert.That((await bench.TasksAsync()).Select(x => x.Number), Is.EqualTo(numbers));
        Assert.That(await bench.JournalAsync(), Is.EquivalentTo(new[] { "first", "before", "after" }));
    }

    private static async Task AddAsync(GroupBench bench, params TaskInstance[] tasks)
    {
        await using var context = bench.NewContext();
        context.Tasks.AddRange(tasks);
        await context.SaveChangesAsync();
    }

    private static TaskInstance Task(int number) => new() { CorrelationId = Guid.NewGuid(), Number = number, CurrentState = "made" };

    private static TaskInstance StepOf(TaskInstance task, int step, string state) =>
        new() { CorrelationId = task.CorrelationId, Number = task.Number, Step = step, CurrentState = state };
}
