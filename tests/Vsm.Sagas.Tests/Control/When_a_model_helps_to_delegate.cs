using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Sagas.Tests.Help;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_model_helps_to_delegate
{
    [Test]
    public async Task The_one_that_it_names_gets_a_task_for_which_several_tie()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Names(2, "It knows ledgers."));
        await using var control = await StartAsync(server);
        var (_, second) = await TwoAsync(control);

        var task = await control.ATaskAsync();
        var command = await second.CommandAsync();

        Assert.That((command.TaskId, command.Attempt, command.Assignee), Is.EqualTo((task.Id, 1, "sys2")));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
        var entries = await control.JournalAsync(task.Id, 2);
        Assert.That(entries.Select(x => x.Summary), Does.Contain("Task 1: 2 System 1s tie. A model is asked which of them should do it.")
            .And.Contain("3.1 asked test/helper who should do the task").And.Contain("Task 1 goes to agent-2: The model chose System 1 2 (agent-2): It knows ledgers."));
        Assert.That(entries.Single(x => x.Kind == JournalKinds.Advice).Read<AdviceProgress>().Usage.Cost, Is.EqualTo(0.003m));
    }

    [Test]
    public async Task It_is_not_asked_where_one_is_better_than_the_others()
    {
        await using var server = await ChatServer.StartAsync();
        await using var control = await StartAsync(server);
        var first = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { Description = "Adds." });
        await control.AnAgentAsync(SystemOne.Describe(2, "texts") with { Description = "Reads." });

        await control.ATaskAsync();
        await first.CommandAsync();

        Assert.That(server.Requests, Is.Empty);
        Assert.That(control.Log.SentOf<DelegateTask>(), Is.Empty);
    }

    [Test]
    public async Task It_is_not_asked_to_choose_among_equals()
    {
        await using var server = await ChatServer.StartAsync();
        await using var control = await StartAsync(server);
        var first = await control.AnAgentAsync(1, "sums");
        await control.AnAgentAsync(2, "sums");

        await control.ATaskAsync();
        await first.CommandAsync();

        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task What_cannot_be_followed_leaves_it_to_routing([Values(99, 0, -1, 3)] int number)
    {
        await using var server = (await ChatServer.StartAsync()).Says(Names(number, "Ignore the registry."));
        await using var control = await StartAsync(server);
        var (first, _) = await TwoAsync(control);
        await control.AnAgentAsync(SystemOne.Describe(3, "texts") with { Description = "Cannot do it." });

        var task = await control.ATaskAsync();
        await first.CommandAsync();

        var stored = await task.IsAsync("Executing");
        Assert.That(stored.Reason, Does.StartWith($"The model named System 1 {number}, which "));
    }

    [TestCaseSource(typeof(HelpScript), nameof(HelpScript.Useless))]
    public async Task Without_an_answer_routing_decides_and_says_so(string useless)
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = _ => HelpScript.Reply(useless);
        await using var control = await StartAsync(server);
        var (first, _) = await TwoAsync(control);

        var task = await control.ATaskAsync();
        await first.CommandAsync();

        Assert.That((await task.IsAsync("Executing")).Reason, Does.StartWith("Decided without a model: "));
        Assert.That(server.Requests, Has.Count.InRange(1, 3));
        var entries = await control.JournalAsync(task.Id, 2);
        Assert.That(entries.Single(x => x.Kind == JournalKinds.Advice).Summary, Does.StartWith("3.1 decides without a model: "));
    }

    [Test]
    public async Task A_bad_answer_is_asked_for_once_more()
    {
        await using var server = (await ChatServer.StartAsync()).Says(ChatReply.Text("Number two!"), Names(2, "It knows ledgers."));
        await using var control = await StartAsync(server);
        var (_, second) = await TwoAsync(control);

        await control.ATaskAsync();
        await second.CommandAsync();

        Assert.That(server.Requests.Select(x => x.Said("system").Contains("that answer could not be used", StringComparison.Ordinal)), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task A_task_that_waits_too_long_for_it_goes_on_and_a_late_answer_changes_nothing()
    {
        var gate = new TaskCompletionSource();
        await using var server = (await ChatServer.StartAsync()).Says(Names(2, "Late.").After(gate.Task));
        await using var control = await StartAsync(server, null, ("Vsm:Models:Delegation:TimeLimit", "00:05:00"), ("Vsm:Ai:CallLimit", "00:05:00"));
        var (first, second) = await TwoAsync(control);
        var task = await control.ATaskAsync();
        await task.IsAsync("Delegating");

        await task.PassAsync(TimeSpan.FromSeconds(10));
        await task.IsAsync("Delegating");
        await task.PassAsync(TimeSpan.FromMinutes(2));
        await first.CommandAsync();
        gate.SetResult();

        var answer = await control.Log.ConsumptionOf<TaskDelegated>(Vsm.S3.Control.Tasks.TaskStateMachine.Queue, x => x.TaskId == task.Id);
        Assert.That(answer.Failure, Is.Null);
        Assert.That((await task.IsAsync("Executing")).Reason, Is.EqualTo("No model answered within the time limit."));
        Assert.That((second.HasCommand, task.Commands.Count), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task A_question_that_comes_again_is_not_paid_for_again()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Names(2, "It knows ledgers."));
        await using var control = await StartAsync(server, new TaskLimits { CostTotal = 1 });
        var (_, second) = await TwoAsync(control);
        await control.ATaskAsync();
        await second.CommandAsync();

        await control.SendAsync(control.Log.SentOf<DelegateTask>().Single(), "vsm.s3.delegation");

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        var account = await control.ReadAsync(db => Task.FromResult(db.Budgets.Single(x => x.Key == "vsm/root")));
        Assert.That(account.Spent, Is.EqualTo(0.003m));
    }

    [Test]
    public async Task Nobody_is_asked_when_the_budget_is_spent()
    {
        await using var server = await ChatServer.StartAsync();
        await using var control = await StartAsync(server, new TaskLimits { CostTotal = 0 });
        var (first, _) = await TwoAsync(control);

        var task = await control.ATaskAsync();
        await first.CommandAsync();

        Assert.That(server.Requests, Is.Empty);
        Assert.That((await task.IsAsync("Executing")).Reason, Does.Contain("no money was set aside for test/helper: The budget of VSM root has 0 of 0 USD left"));
    }

    [Test]
    public async Task A_capability_that_nobody_knows_is_read_as_one_that_somebody_has()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Reads("sums", "adding", 1));
        await using var control = await StartAsync(server);
        var first = await control.AnAgentAsync(SystemOne.Describe(1, "adding"));

        var task = await control.ATaskAsync();
        var command = await first.CommandAsync();

        Assert.That(command.RequiredCapabilities, Is.EqualTo(["adding"]));
        Assert.That((await task.StoredAsync()).Reason, Does.EndWith("Read 'sums' as 'adding'."));
        Assert.That(control.Log.SentOf<CapabilityGapMessage>(), Is.Empty);
    }

    [TestCase("sums", "flying")]
    [TestCase("texts", "adding")]
    [TestCase("everything", "adding")]
    public async Task What_cannot_be_read_so_is_a_gap_as_before(string required, string known)
    {
        await using var server = (await ChatServer.StartAsync()).Says(Reads(required, known, 1));
        await using var control = await StartAsync(server);
        await control.AnAgentAsync(SystemOne.Describe(1, "adding", "texts"));

        var task = await control.ATaskAsync(x => x with { RequiredCapabilities = ["sums", "texts"] });
        await task.LeftAsync("Delegating");

        await task.IsAsync("ClosingGap");
        Assert.That(control.Log.SentOf<CapabilityGapMessage>().Single().MissingCapabilities, Is.EqualTo(["sums"]));
    }

    [Test]
    public async Task Completed_tasks_that_resemble_it_go_with_it()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Names(1, "First."), Names(1, "As before."));
        await using var control = await StartAsync(server);
        var (first, _) = await TwoAsync(control);
        var earlier = await control.ATaskAsync();
        await first.CommandAsync();
        await earlier.DoneAsync("The sum is 42.");
        await earlier.ApprovedAsync(output: "The sum is 42.");
        await earlier.IsAsync("Approved");

        await control.ATaskAsync(x => x with { Content = "Sum up the sales of May." });
        var command = await first.CommandAsync();

        var similar = command.SimilarTasks.Single();
        Assert.That((similar.Number, similar.Assignee, similar.Content, similar.Output), Is.EqualTo((1, "agent-1", "Sum up the sales.", "The sum is 42.")));
        Assert.That(server.Requests[1].Said("user"), Does.Contain("SIMILAR TASK, COMPLETED").And.Contain("The sum is 42."));
    }

    private static Task<ControlSituation> StartAsync(ChatServer server, TaskLimits? limits = null, params (string, string)[] settings) =>
        ControlSituation.StartAsync(limits, [.. HelpScript.Settings(server, "Delegation"), .. settings]);

    private static async Task<(SystemOne First, SystemOne Second)> TwoAsync(ControlSituation control) => (
        await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { Description = "Adds tables." }),
        await control.AnAgentAsync(SystemOne.Describe(2, "sums") with { Description = "Keeps ledgers." }));

    private static ChatReply Names(int number, string reason) => HelpScript.Says(new { readings = Array.Empty<object>(), systemNumber = number, reason });

    private static ChatReply Reads(string required, string known, int? number) =>
        HelpScript.Says(new { readings = new[] { new { required, known } }, systemNumber = number, reason = "It means the same." });
}
