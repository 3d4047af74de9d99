using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>An attempt of five calls (model, tool, model, tool, model) that another process goes on with.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_an_attempt_was_left
{
    // Too large to be kept with the call.
    private static readonly string Long = new('x', 100_000);
    private static readonly ChatReply[] Replies =
    [
        ToolBench.Files($$"""{"action":"write","path":"a.txt","content":"{{Long}}"}"""), ToolBench.Files("""{"action":"list","path":"."}"""), ChatReply.Text("Written."),
    ];

    private readonly AgentConfiguration _clerk = ToolBench.Clerk(("file_system_tool", "write"));
    private readonly Answers _answers = new();

    [Test]
    public async Task What_was_done_is_answered_from_the_record()
    {
        await using var bench = await ToolBench.StartAsync();
        var (task, first) = await DoAsync(bench);

        bench.Server.Says(Replies[2..]);
        await new RewoundAttempt(bench.Bench, _clerk, task).RewindAsync(done: 3);
        var result = await _answers.NextAsync<TaskResultMessage>();

        Assert.That((result.Output, result.Usage), Is.EqualTo(("Written.", first.Usage)), "nothing was paid twice");
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(4), "three, and the last again");
        Assert.That(bench.Server.Requests[3].Body.GetRawText(), Is.EqualTo(bench.Server.Requests[2].Body.GetRawText()));
        Assert.That(result.ToolCalls.Select(x => x.Recovery), Is.EqualTo(new[] { Kept, Kept, Kept, null, null }));
        Assert.That(result.ToolCalls.Select(x => (x.Tool, x.Outcome, x.Result)), Is.EqualTo(first.ToolCalls.Select(x => (x.Tool, x.Outcome, x.Result))));
        Assert.That(result.ToolCalls[0].Arguments, Is.EqualTo(first.ToolCalls[0].Arguments), "with its tokens and their price");
    }

    [Test]
    public async Task The_one_call_that_was_begun_is_made_again_and_paid_twice_at_most()
    {
        await using var bench = await ToolBench.StartAsync();
        var (task, first) = await DoAsync(bench);

        bench.Server.Says(Replies[1..]);
        await new RewoundAttempt(bench.Bench, _clerk, task).RewindAsync(done: 2, nextIsBegun: true);
        var result = await _answers.NextAsync<TaskResultMessage>();

        Assert.That(bench.Server.Requests, Has.Count.EqualTo(5));
        Assert.That(result.ToolCalls.Select(x => x.Recovery), Is.EqualTo(new[] { Kept, Kept, new CallRecovery { Repeats = 1 }, null, null }));
        Assert.That(result.Usage, Is.EqualTo(first.Usage with { Cost = first.Usage.Cost + RewoundAttempt.Largest, UncountedCost = RewoundAttempt.Largest }));
    }

    [Test]
    public async Task What_changes_something_is_not_done_again_and_the_model_is_told()
    {
        await using var bench = await ToolBench.StartAsync();
        var (task, _) = await DoAsync(bench);
        await File.WriteAllTextAsync(bench.Place.File("desk/a.txt"), "untouched");

        bench.Server.Says(ChatReply.Text("It may be written."));
        await new RewoundAttempt(bench.Bench, _clerk, task).RewindAsync(done: 1, nextIsBegun: true);
        var result = await _answers.NextAsync<TaskResultMessage>();

        Assert.That((result.Output, result.ToolCalls[1].Outcome), Is.EqualTo(("It may be written.", ToolCallOutcome.Failed)));
        Assert.That(bench.Server.Requests[^1].Said("tool"), Does.Contain("was begun before in this attempt"));
        Assert.That(await File.ReadAllTextAsync(bench.Place.File("desk/a.txt")), Is.EqualTo("untouched"));
    }

    [Test]
    public async Task Where_something_else_is_asked_the_rest_is_dropped_and_stays_paid()
    {
        await using var bench = await ToolBench.StartAsync();
        var (task, first) = await DoAsync(bench);

        bench.Server.Says(ChatReply.Text("Done otherwise."));
        await new RewoundAttempt(bench.Bench, _clerk, task).RewindAsync(done: 5, change: x => x.Asked = x.Number == 3 ? "something else" : x.Asked);
        var result = await _answers.NextAsync<TaskResultMessage>();

        Assert.That((result.Output, result.ToolCalls[^1].Recovery), Is.EqualTo(("Done otherwise.", new CallRecovery { Dropped = 3 })));
        Assert.That(result.Usage.InputTokens, Is.EqualTo(first.Usage.InputTokens + 10));
    }

    [Test]
    public async Task Where_something_else_is_asked_and_something_was_changed_it_is_given_up()
    {
        await using var bench = await ToolBench.StartAsync();
        var (task, first) = await DoAsync(bench);

        await new RewoundAttempt(bench.Bench, _clerk, task).RewindAsync(done: 5, change: x => x.Asked = x.Number == 1 ? "something else" : x.Asked);
        var failure = await _answers.NextAsync<TaskExecutionFailed>();

        Assert.That((failure.Error, failure.Usage), Is.EqualTo((ExecutionError.Transient, first.Usage)));
        Assert.That(failure.Reason, Does.EndWith("What it may have done: file_system_tool (call 2)."));
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task An_answer_that_may_not_have_been_sent_is_sent_again_as_the_same_message()
    {
        await using var bench = await ToolBench.StartAsync();
        var task = await AssignAsync(bench);
        var first = await _answers.NextAsync();

        var rewound = new RewoundAttempt(bench.Bench, _clerk, task) { Answered = true };
        await rewound.RewindAsync(done: 5);

        Assert.That(await _answers.NextAsync(), Is.EqualTo(first));
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(3));
        await Eventually.ReadAsync("nothing left", rewound.CountAsync, x => x == 0);
    }

    [Test]
    public async Task Without_a_sign_of_life_it_is_taken_over_once_its_lease_ran_out()
    {
        await using var bench = await ToolBench.StartAsync(("Vsm:Attempts:Lease", "00:00:01"), ("Vsm:Attempts:LookInterval", "00:00:00.1"));
        var (task, first) = await DoAsync(bench);

        bench.Server.Says(Replies[2..]);
        await new RewoundAttempt(bench.Bench, _clerk, task) { Owner = "one that was killed" }.RewindAsync(done: 4);

        Assert.That((await _answers.NextAsync<TaskResultMessage>()).Usage, Is.EqualTo(first.Usage));
    }

    [Test]
    public async Task One_that_ends_process_after_process_is_given_up_with_what_it_cost()
    {
        await using var bench = await ToolBench.StartAsync(("Vsm:Attempts:Lease", "00:00:01"), ("Vsm:Attempts:LookInterval", "00:00:00.1"));
        var (task, first) = await DoAsync(bench);

        await new RewoundAttempt(bench.Bench, _clerk, task) { Owner = "one that was killed", Takeovers = 5 }.RewindAsync(done: 5);
        var failure = await _answers.NextAsync<TaskExecutionFailed>();

        Assert.That((failure.Error, failure.Usage), Is.EqualTo((ExecutionError.Transient, first.Usage)));
        Assert.That(failure.Reason, Does.StartWith("clerk was interrupted"));
    }

    private static CallRecovery Kept { get; } = new() { FromRecord = true };

    private async Task<(AssignTaskMessage Task, TaskResultMessage Result)> DoAsync(ToolBench bench)
    {
        var task = await AssignAsync(bench);
        return (task, await _answers.NextAsync<TaskResultMessage>());
    }

    private async Task<AssignTaskMessage> AssignAsync(ToolBench bench)
    {
        bench.Server.Says(Replies);
        await bench.Bench.ConfigureAsync(_clerk);
        bench.Bench.Bus.ConnectPublishObserver(_answers);
        var task = Agents.Task(_clerk, "Write it.") with { Allowance = 5 };
        await bench.Bench.AssignAsync(_clerk, task);
        return task;
    }
}
