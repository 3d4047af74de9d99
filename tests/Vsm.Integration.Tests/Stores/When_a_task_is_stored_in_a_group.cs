using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using Vsm.Integration.Tests.Stores.Grouping;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_a_task_is_stored_in_a_group(Store kind) : StoreTest(kind)
{
    [Test]
    public async Task Everything_that_is_new_is_read_as_it_was()
    {
        await using var bench = await StartAsync();
        TaskInstance[] tasks = [TaskInstances.Bare(1), TaskInstances.Full(2), TaskInstances.Bare(3), TaskInstances.Full(4)];
        Array.ForEach(tasks, x => bench.Ask($"{x.Number}", x));

        Assert.That(await bench.CommitAsync(), Is.All.Null);

        Assert.That((await bench.TasksAsync()).Select(x => Json(x)), Is.EqualTo(tasks.Select(x => Json(x))));
        Assert.That(bench.ContextsGiven, Is.EqualTo(2), "stored as groups");
    }

    [Test]
    public async Task Everything_that_a_step_changes_is_read_as_it_was_changed()
    {
        await using var bench = await StartAsync();
        TaskInstance[] before = [TaskInstances.Bare(1), TaskInstances.Full(2), TaskInstances.Bare(3), TaskInstances.Full(4)];
        await using (var context = bench.NewContext())
        {
            context.Tasks.AddRange(before);
            await context.SaveChangesAsync();
        }

        var after = before.Select((x, i) => i % 2 == 0 ? TaskInstances.Full(x.Number) : TaskInstances.Bare(x.Number)).ToArray();
        for (var i = 0; i < after.Length; i++)
        {
            after[i].CorrelationId = before[i].CorrelationId;
            bench.AskUpdate($"{i}", after[i], before[i].Step);
        }

        Assert.That(await bench.CommitAsync(), Is.All.Null);

        var given = Given(bench);
        Assert.That((await bench.TasksAsync()).Select(x => Json(x)), Is.EqualTo(after.Zip(before, (x, was) => Json(x, was, given))));
        Assert.That(bench.ContextsGiven, Is.EqualTo(2), "stored as groups");
    }

    [Test]
    public async Task Times_of_another_zone_are_the_same_moment()
    {
        await using var bench = await StartAsync();
        var task = TaskInstances.Bare(1);
        (task.SubmittedAt, task.Deadline) = (TaskInstances.Time.ToOffset(TimeSpan.FromHours(-7)), TaskInstances.Time.ToOffset(TimeSpan.FromHours(2)));
        bench.Ask("1", task);

        Assert.That(await bench.CommitAsync(), Is.All.Null);

        var stored = (await bench.TasksAsync()).Single();
        Assert.That((stored.SubmittedAt, stored.Deadline), Is.EqualTo((TaskInstances.Time, (DateTimeOffset?)TaskInstances.Time)));
    }

    [Test]
    public async Task No_column_is_left_out_here()
    {
        await using var bench = await StartAsync();
        await using var context = bench.NewContext();
        var (empty, bare, full) = (new TaskInstance(), TaskInstances.Bare(1), TaskInstances.Full(2));
        var columns = context.Model.FindEntityType(typeof(TaskInstance))!.GetProperties().ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(columns.Where(x => Text(x, full) == Text(x, empty)).Select(x => x.Name), Is.Empty, "not set in the full task");
            Assert.That(columns.Where(x => x.IsNullable && x.PropertyInfo!.GetValue(bare) is not null).Select(x => x.Name), Is.Empty, "set in the bare task");
            Assert.That(Given(bench), Does.Contain(nameof(TaskInstance.Content)));
        }
    }

    private async Task<GroupBench> StartAsync()
    {
        var store = NewStore();
        return await GroupBench.StartAsync(store, OptionsOf<ControlDbContext>(store, ControlDbContext.Schema));
    }

    /// <summary>What a step does not write.</summary>
    private static HashSet<string> Given(GroupBench bench)
    {
        using var context = bench.NewContext();
        return [.. context.Model.FindEntityType(typeof(TaskInstance))!.GetProperties()
            .Where(x => x.GetAfterSaveBehavior() == PropertySaveBehavior.Ignore)
            .Select(x => x.Name)];
    }

    private static string Text(IProperty column, TaskInstance task) => JsonSerializer.Serialize(column.PropertyInfo!.GetValue(task));

    private static string Json(TaskInstance task) => Json(task, task, []);

    private static string Json(TaskInstance task, TaskInstance was, IEnumerable<string> given)
    {
        var (now, before) = (JsonSerializer.SerializeToNode(task)!.AsObject(), JsonSerializer.SerializeToNode(was)!.AsObject());
        foreach (var name in given)
        {
            now[name] = before[name]!.DeepClone();
        }

        return now.ToJsonString();
    }
}
