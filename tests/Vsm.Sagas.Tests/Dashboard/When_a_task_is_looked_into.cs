using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_task_is_looked_into
{
    private readonly Guid _task = Guid.NewGuid();
    private readonly Guid _agent = Guid.NewGuid();

    [Test]
    public async Task Its_journal_is_in_order_and_goes_on_where_it_ended()
    {
        await using var function = await StartAsync();

        var first = await function.GetAsync($"/api/v1/tasks/{_task}/journal?limit=3");
        var second = await function.GetAsync($"/api/v1/tasks/1/journal?limit=3&after={first.Text("next")}");

        Assert.That(first.Items().Concat(second.Items()).Select(x => x.Text("kind")), Is.EqualTo(["task.executing", "tool", "tool", "ruling", "ruling"]));
        Assert.That(second.TryGetProperty("next", out _), Is.False);
        var entry = first.Items()[0];
        Assert.That(entry.GetProperty("sequence").GetInt64(), Is.EqualTo(2));
        Assert.That(entry.Text("hash"), Has.Length.EqualTo(64));
        Assert.That(entry.GetProperty("taskId").GetGuid(), Is.EqualTo(_task));
        Assert.That(entry.GetProperty("data").Text("state"), Is.EqualTo("Executing"));
    }

    [Test]
    public async Task Its_calls_say_which_attempt_made_them()
    {
        await using var function = await StartAsync();

        var calls = (await function.GetAsync($"/api/v1/tasks/{_task}/calls")).Items();

        Assert.That(calls.Select(x => (x.GetProperty("attempt").GetInt32(), x.Text("id"), x.Text("tool"))), Is.EqualTo(new[] { (1, "1", "aggregate"), (2, "1", "aggregate") }));
        Assert.That(calls[0].Text("outcome"), Is.EqualTo("Succeeded"));
        Assert.That(calls[0].GetProperty("arguments").Text("column"), Is.EqualTo("amount"));
    }

    [Test]
    public async Task It_says_what_interruptions_meant_for_its_calls()
    {
        await using var function = await StartAsync();
        Assert.That((await function.GetAsync($"/api/v1/tasks/{_task}")).TryGetProperty("recovery", out var none) && none.ValueKind != System.Text.Json.JsonValueKind.Null, Is.False);

        await function.JournalAsync(
            Call(3, new CallRecovery { FromRecord = true }), Call(4, new CallRecovery { FromRecord = true, Repeats = 1 }), Call(5, new CallRecovery { Repeats = 2, Dropped = 3 }));

        var recovery = (await function.GetAsync($"/api/v1/tasks/{_task}")).GetProperty("recovery");
        Assert.That(
            (recovery.GetProperty("callsFromRecord").GetInt32(), recovery.GetProperty("callsRepeated").GetInt32(), recovery.GetProperty("callsDropped").GetInt32()),
            Is.EqualTo((2, 3, 3)));
        Assert.That((await function.GetAsync($"/api/v1/tasks/{_task}/calls")).Items()[2].GetProperty("recovery").GetProperty("fromRecord").GetBoolean());
    }

    [Test]
    public async Task Its_rulings_are_in_the_order_they_were_made()
    {
        await using var function = await StartAsync();

        var rulings = (await function.GetAsync($"/api/v1/tasks/{_task}/rulings")).Items();

        Assert.That(rulings.Select(x => x.Text("verdict")), Is.EqualTo(["Violated", "NotViolated"]));
        Assert.That(rulings[0].GetProperty("findings")[0].Text("interpretation"), Is.EqualTo("an address is given"));
    }

    [Test]
    public async Task Data_as_deep_as_messages_may_be_is_shown()
    {
        await using var function = await Given.DashboardAsync();
        var deep = System.Text.Json.JsonDocument.Parse(new string('[', 55) + new string(']', 55)).RootElement;
        await function.JournalAsync(
            Given.Task(_task, 1, new TaskProgress { State = "Executing" }), Given.Entry("deep", "s1", "note") with { TaskId = _task, Data = deep });

        var entries = (await function.GetAsync($"/api/v1/tasks/{_task}/journal")).Items();

        Assert.That(entries[1].GetProperty("data").GetRawText(), Is.EqualTo(deep.GetRawText()));
    }

    private async Task<FunctionHarness> StartAsync()
    {
        var function = await Given.DashboardAsync();
        var finding = Given.Finding(Guid.NewGuid(), 1, "no-personal-data", Verdict.Violated, "an address is given");
        await function.JournalAsync(
            Given.Entry("other", "s1", "x"),
            Given.Task(_task, 1, new TaskProgress { State = "Executing", Number = 1 }),
            Call(1),
            Call(2),
            Given.Ruling(Guid.NewGuid(), _task, _agent, 1, Verdict.Violated, finding),
            Given.Ruling(Guid.NewGuid(), _task, _agent, 2, Verdict.NotViolated));
        return function;
    }

    private JournalEntry Call(int attempt, CallRecovery? recovery = null) => Given.Entry($"{_task}/{attempt}/tool/1", "s1", "tool") with
    {
        TaskId = _task,
        Attempt = attempt,
        Data = Given.Json(new ToolCall
        {
            Id = "1", Tool = "aggregate", Arguments = new Dictionary<string, string> { ["column"] = "amount" }, Outcome = ToolCallOutcome.Succeeded,
            StartedAt = Given.Start, DurationMs = 2, Recovery = recovery,
        }),
    };
}
