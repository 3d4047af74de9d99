using System.Text.Json;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_commands_are_given : ServerTest
{
    [Test]
    public async Task Submit_hands_in_what_its_options_say_and_prints_the_id()
    {
        using var folder = new OrganisationFolder();
        var data = folder.Write("data.csv", "a,b\n");
        var run = await Vsm(
            "task", "submit", "Do it", "--require", "log-analysis", "--require", "csv", "--assignee", "worker", "--data", data, "--param", "by=region=x",
            "--priority", "7", "--deadline", "10m", "--cost-limit", "0.05", "--type", "review", "--idempotency-key", "k1");
        var task = Server.Submitted.Single();
        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((0, Server.Tasks.Keys.Single() + "\n", "")));
        Assert.That(task.RequiredCapabilities, Is.EqualTo(["log-analysis", "csv"]));
        Assert.That((task.Content, task.Assignee, task.Priority, task.CostLimit, task.TaskType), Is.EqualTo(("Do it", "worker", 7, 0.05m, "review")));
        Assert.That(task.Parameters["by"], Is.EqualTo("region=x"));
        Assert.That(task.Deadline, Is.Not.Null);
        Assert.That((task.References.Single().Name, task.References.Single().Sha256),
            Is.EqualTo(("data.csv", "5be08c9684a1d25efcee09318204824278b08bbfb4aef973ffefd0b9d7478313")));
    }

    [Test]
    public async Task Budgets_are_listed_and_shown()
    {
        var list = await Vsm("budget", "list");
        var one = await Vsm("budget", "show", "vsm");
        Assert.That(list.Out.Split('\n').Select(x => string.Join(' ', x.Split(' ', StringSplitOptions.RemoveEmptyEntries))), Is.EqualTo(
        [
            "BUDGET CAP SPENT RESERVED LEFT DOING JUDGING APPROVED VALUE PROFIT", "vsm 20.00 5.00 2.00 13.00 4.00 1.00 1 10.00 5.00",
            "system:writer - 0.000012 0.00 - 0.000012 0.00 1 0.10 0.099988", "",
        ]));
        Assert.That(one.Out, Does.StartWith("vsm  [#####++.............]\n  cap:       20.00\n  spent:     5.00\n"));
    }

    [Test]
    public async Task Budgets_are_set_and_raised()
    {
        var set = await Vsm("budget", "set", "vsm", "20");
        var none = await Vsm("budget", "set", "system:writer", "--none", "--reason", "trusted");
        var raised = await Vsm("budget", "raise", "task:7", "0.50", "--by", "ada");
        var wrong = await Vsm("budget", "set", "vsm");
        var both = await Vsm("budget", "set", "vsm", "1", "--none");
        Assert.That(Server.Posted, Is.EqualTo(new (string, object)[]
        {
            ("set vsm", new SetBudgetRequest { Cap = 20m, By = "tester" }), ("set system:writer", new SetBudgetRequest { By = "tester", Reason = "trusted" }),
            ("raise task:7", new RaiseBudgetRequest { Amount = 0.50m, By = "ada" }),
        }));
        Assert.That((set.Error, none.Error, raised.Error), Is.EqualTo(("vsm is given a cap of 20 USD\n", "system:writer is to have no cap\n", "task:7 is given 0.50 USD more\n")));
        Assert.That((wrong.ExitCode, both.ExitCode), Is.EqualTo((2, 2)));
        Assert.That(wrong.Error, Is.EqualTo("error: cap: expected an amount in USD such as 0.50, or --none\n"));
    }

    [Test]
    public async Task The_same_key_again_hands_in_no_second_task()
    {
        var first = await Vsm("task", "submit", "Do it", "--idempotency-key", "k1");
        var second = await Vsm("task", "submit", "Do it", "--idempotency-key", "k1");
        Assert.That(second.Out, Is.EqualTo(first.Out));
        Assert.That(Server.Submitted, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Submit_that_waits_follows_the_task_and_prints_it()
    {
        var run = await Vsm("task", "submit", "Do it", "--wait");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Progress, Is.EqualTo(["#1  approved"]));
        Assert.That(run.Out, Does.StartWith("#1 Approved  by worker, 1 attempt, 0 corrections, $0.0000, 12 ms\n  Do it\n"));
    }

    [Test]
    public async Task Watch_shows_the_past_then_follows_until_the_task_is_final()
    {
        var task = Server.Step(Views.Task(1, "Do it") with { State = "Executing" }, "given to worker");
        var watching = Vsm("task", "watch", "1");
        Server.Step(task with { State = "Rejected" }, "rejected by Ada");
        var run = await watching;
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Progress, Is.EqualTo(["#1  given to worker", "#1  rejected by Ada"]));
    }

    [Test]
    public async Task Show_prints_the_task_or_its_json()
    {
        Server.Step(Views.Waiting(Views.Task(1, "Do it")), "waits");
        var text = await Vsm("task", "show", "1");
        var json = await Vsm("task", "show", "1", "--output", "json");
        Assert.That(text.Out, Does.StartWith("#1 AwaitingPerson").And.Contains("reason: no judge is configured"));
        using var document = JsonDocument.Parse(json.Out);
        Assert.That(document.RootElement.GetProperty("task").GetProperty("state").GetString(), Is.EqualTo("AwaitingPerson"));
        Assert.That(document.RootElement.GetProperty("rulings").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Show_says_what_an_interruption_meant_for_the_calls()
    {
        Server.AddTask(Views.Task(1, "Do it") with { State = "Approved", Recovery = new TaskRecovery { CallsFromRecord = 4, CallsRepeated = 1 } });
        var text = await Vsm("task", "show", "1");
        Assert.That(text.Out, Does.Contain("gone on with after an interruption: 4 calls answered from the record, 1 made again"));
    }

    [Test]
    public async Task List_prints_rows_and_says_how_to_go_on()
    {
        Server.AddTask(Views.Task(1, "Do it\nnow"));
        Server.AddTask(Views.Task(2, "Other") with { State = "Failed", Assignee = "worker", Attempts = 3 });
        var run = await Vsm("task", "list");
        var failed = await Vsm("task", "list", "--state", "Failed", "--output", "json");
        Assert.That(run.Out, Is.EqualTo("""
            NUMBER  STATE     ASSIGNEE  ATTEMPTS  COST     SUBMITTED             CONTENT
            1       Accepted  -         0         $0.0000  1970-01-01 00:00:00Z  Do it now
            2       Failed    worker    3         $0.0000  1970-01-01 00:00:00Z  Other

            """));
        Assert.That(run.Error, Is.EqualTo("there are more: add --after mark\n"));
        Assert.That(JsonDocument.Parse(failed.Out).RootElement.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Approve_reject_and_retry_send_the_decision_with_name_and_reason()
    {
        using var folder = new OrganisationFolder();
        var edited = folder.Write("edited.md", "better");
        Server.AddTask(Views.Waiting(Views.Task(1, "Do it")));
        var approve = await Vsm("approve", "1", "--by", "Ada", "--reason", "checked", "--edit", edited);
        await Vsm("reject", "1", "--reason", "wrong");
        await Vsm("task", "retry", "1", "--reason", "again");
        Assert.That((approve.ExitCode, approve.Out, approve.Error), Is.EqualTo((0, "", "task 1: the decision Approve is recorded\n")));
        Assert.That(Server.Posted.Select(x => (DecisionRequest)x.Body), Is.EqualTo(new[]
        {
            new DecisionRequest { Decision = PersonDecision.Approve, By = "Ada", Reason = "checked", Output = "better" },
            new DecisionRequest { Decision = PersonDecision.Reject, By = "tester", Reason = "wrong" },
            new DecisionRequest { Decision = PersonDecision.Retry, By = "tester", Reason = "again" },
        }));
    }

    [Test]
    public async Task Waiting_tasks_are_listed_with_what_they_wait_for()
    {
        Server.AddTask(Views.Task(1, "Other"));
        Server.AddTask(Views.Waiting(Views.Task(2, "Do it")));
        var run = await Vsm("task", "list", "--waiting");
        Assert.That(run.Out.Split('\n')[1..^1].Single(), Does.EndWith("NotJudged: no judge is configured"));
    }

    [Test]
    public async Task Cancel_drain_resume_and_retire_send_their_requests()
    {
        Server.AddTask(Views.Task(1, "Do it"));
        var cancel = await Vsm("task", "cancel", "1", "--reason", "late", "--output", "json");
        await Vsm("agent", "drain", "worker", "--reason", "maintenance");
        await Vsm("agent", "resume", "3");
        await Vsm("agent", "retire", "worker", "--reason", "no use & gone");
        Assert.That(JsonDocument.Parse(cancel.Out).RootElement.GetProperty("action").GetString(), Is.EqualTo("cancel"));
        Assert.That(Server.Posted, Is.EqualTo(new (string, object)[]
        {
            ("cancel 1", new CancelRequest { By = "tester", Reason = "late" }),
            ("drain worker", new DrainRequest { Drain = true, By = "tester", Reason = "maintenance" }),
            ("drain 3", new DrainRequest { Drain = false, By = "tester" }),
            ("retire worker", ("tester", "no use & gone")),
        }));
    }

    [Test]
    public async Task A_higher_cost_limit_is_sent_as_it_was_written()
    {
        Server.AddTask(Views.Task(1, "Do it"));
        var raised = await Vsm("task", "budget", "1", "0.50", "--reason", "worth it");
        var wrong = await Vsm("task", "budget", "1", "0,50");
        Assert.That(raised.Error, Does.Contain("task 1 is given a cost limit of 0.50 USD"));
        Assert.That(Server.Posted, Is.EqualTo(new (string, object)[] { ("budget 1", new BudgetRequest { CostLimit = 0.50m, By = "tester", Reason = "worth it" }) }));
        Assert.That(wrong.ExitCode, Is.EqualTo(2));
        Assert.That(wrong.Error, Does.Contain("limit: found '0,50'; expected an amount in USD such as 0.50"));
    }

    [Test]
    public async Task Agents_and_policies_are_listed_and_shown()
    {
        Assert.That((await Vsm("agent", "list")).Out, Is.EqualTo("""
            NUMBER  NAME    STATUS  KIND      LOAD  DONE  FAILED  CAPABILITIES
            3       worker  Active  function  25%   5     1       log-analysis

            """));
        Assert.That((await Vsm("agent", "show", "worker")).Out, Does.StartWith("#3 worker  Active\n").And.Contains("max_sentences = 3"));
        Assert.That((await Vsm("policy", "list")).Out, Is.EqualTo("""
            NUMBER  NAME   VERSION  APPLIES TO      JUDGED BY      RULE
            1       short  1        the whole team  max_sentences  At most 3 sentences

            """));
        Assert.That((await Vsm("policy", "show", "short")).Out, Does.Contain("check:      max_sentences(max: 3)"));
        Assert.That(JsonDocument.Parse((await Vsm("agent", "show", "3", "-o", "json")).Out).RootElement.GetProperty("number").GetInt32(), Is.EqualTo(3));
        Assert.That(JsonDocument.Parse((await Vsm("policy", "list", "-o", "json")).Out).RootElement.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
    }
}
