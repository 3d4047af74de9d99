using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Control;

public sealed class When_a_task_is_weighed
{
    private static readonly AssignTaskMessage Good = new() { TaskId = Given.Id(1), Content = "Add." };
    private static readonly TaskOptions Options = new();

    private static readonly (AssignTaskMessage Task, string Reason)[] Bad =
    [
        (Good with { TaskId = Guid.Empty }, "taskId is empty; choose a new one."),
        (Good with { Content = " \n" }, "content is empty; say what is to be done."),
        (Good with { Content = new string('x', 65537) }, "content has 65537 bytes; at most 65536 are taken. Pass more as a reference."),
        (Good with { Content = new string('€', 21846) }, "content has 65538 bytes; at most 65536 are taken. Pass more as a reference."),
        (Good with { Priority = -1 }, "priority is -1; it must be 0 to 9."),
        (Good with { Priority = 10 }, "priority is 10; it must be 0 to 9."),
        (Good with { CostLimit = -0.01m }, "costLimit is -0.01; it cannot be negative."),
        (Good with { ReplyTo = new Uri("/here", UriKind.Relative) }, "replyTo is '/here'; it must be an address such as queue:my-service."),
        (Good with { ReplyTo = new Uri("https://example.org") }, "replyTo is 'https://example.org/'; it must be an address such as queue:my-service."),
    ];

    [TestCaseSource(nameof(Bad))]
    public void What_is_wrong_with_it_is_said((AssignTaskMessage Task, string Reason) bad)
    {
        Assert.That(TaskRules.Refuse(bad.Task), Is.EqualTo(bad.Reason));
        Assert.That(
            () => TaskRules.EnsureAcceptable(bad.Task),
            Throws.InstanceOf<MessageRefusedException>().With.Message.EqualTo($"Task {bad.Task.TaskId} is not taken: {bad.Reason}"));
    }

    [Test]
    public void The_largest_that_is_allowed_is_taken() => Assert.That(
        TaskRules.Refuse(Good with { Content = new string('x', 65536), Priority = 9, CostLimit = 0, ReplyTo = new Uri("queue:my-service") }), Is.Null);

    [TestCase("queue:my-service", true)]
    [TestCase("exchange:My.Service_2", true)]
    [TestCase("rabbitmq://broker/vsm/my-service?durable=true", true)]
    [TestCase("queue:my service", false)]
    [TestCase("queue:", false)]
    [TestCase("queue:my-service?type=topic", false)]
    [TestCase("rabbitmq://broker/", false)]
    [TestCase("topic:my-service", false)]
    [TestCase("file:///etc/passwd", false)]
    public void An_answer_goes_to_a_queue_or_an_exchange(string address, bool taken) =>
        Assert.That(TaskRules.Refuse(Good with { ReplyTo = new Uri(address) }) is null, Is.EqualTo(taken));

    [TestCase("Delegating", 5)]
    [TestCase("Executing", 3600)]
    [TestCase("Evaluating", 600)]
    [TestCase("Correcting", 600)]
    [TestCase("Clarifying", 600)]
    [TestCase("ClosingGap", 600)]
    [TestCase("AwaitingBudget", 604800)]
    [TestCase("AwaitingPerson", 604800)]
    public void Every_state_has_a_time_limit_and_none_is_later_than_the_deadline(string state, int seconds)
    {
        var due = Given.Now.AddSeconds(seconds);

        Assert.That(TaskRules.DueAt(In(state), Given.Now, Options), Is.EqualTo(due));
        Assert.That(TaskRules.DueAt(In(state, due.AddTicks(-1)), Given.Now, Options), Is.EqualTo(due.AddTicks(-1)));
        Assert.That(TaskRules.DueAt(In(state, due.AddTicks(1)), Given.Now, Options), Is.EqualTo(due));
    }

    [TestCase("Approved")]
    [TestCase("Rejected")]
    [TestCase("Cancelled")]
    [TestCase("Failed")]
    [TestCase("Expired")]
    public void Nothing_is_due_of_a_task_that_has_ended(string state) => Assert.That(TaskRules.DueAt(In(state, Given.Now), Given.Now, Options), Is.Null);

    [Test]
    public void The_organisation_says_how_long_a_person_has()
    {
        var task = In("AwaitingPerson");
        task.PersonTimeoutMs = 1500;

        Assert.That(TaskRules.DueAt(task, Given.Now, Options), Is.EqualTo(Given.Now.AddSeconds(1.5)));
    }

    [TestCase(3, 0, true)]
    [TestCase(3, -1, false)]
    [TestCase(2, 0, false)]
    [TestCase(4, 0, false)]
    public void A_check_counts_for_its_step_once_the_time_has_come(int step, int ticks, bool due)
    {
        var task = In("Executing");
        task.Step = 3;
        task.DueAt = Given.Now;

        Assert.That(TaskRules.IsDue(task, new CheckTaskDeadline { TaskId = task.CorrelationId, Step = step }, Given.Now.AddTicks(ticks)), Is.EqualTo(due));
    }

    [TestCase(2, 2, true)]
    [TestCase(2, 3, true)]
    [TestCase(2, 1, false)]
    [TestCase(1, 2, false)]
    [TestCase(3, 2, false)]
    public void A_ruling_is_awaited_for_the_attempt_and_no_older_judgement(int attempt, int evaluation, bool awaited) =>
        Assert.That(TaskRules.IsAwaited(new TaskInstance { Attempt = 2, Evaluation = 2 }, attempt, evaluation), Is.EqualTo(awaited));

    [Test]
    public void What_an_attempt_consumed_counts_once()
    {
        var task = new TaskInstance { Attempt = 1 };
        var usage = new Usage { InputTokens = 10, OutputTokens = 2, Cost = 0.5m };

        TaskRules.Account(task, 1, usage);
        TaskRules.Account(task, 1, usage);
        TaskRules.Account(task, 2, usage);
        TaskRules.Account(task, 1, usage);

        Assert.That((task.InputTokens, task.OutputTokens, task.Cost), Is.EqualTo((20L, 4L, 1m)));
    }

    [Test]
    public void Of_what_nobody_says_the_estimate_is_charged_once()
    {
        var task = new TaskInstance { Attempt = 1, Reserved = 0.2m };

        TaskRules.AccountEstimate(task);
        TaskRules.Account(task, 1, new Usage { Cost = 5 });

        Assert.That(task.Cost, Is.EqualTo(0.2m));
    }

    [Test]
    public void Nothing_is_approved_without_an_output()
    {
        Assert.That(TaskRules.Answers(new TaskInstance()), Is.EqualTo([PersonDecision.Reject, PersonDecision.Retry]));
        Assert.That(TaskRules.Answers(new TaskInstance { Output = "" }), Is.EqualTo([PersonDecision.Approve, PersonDecision.Reject, PersonDecision.Retry]));
        Assert.That(TaskRules.Takes(new TaskInstance { Output = "42" }, PersonDecision.Approve), Is.False);
    }

    [Test]
    public void The_reason_is_made_of_the_findings_that_made_the_verdict()
    {
        Assert.That(TaskText.OfFindings(Rule(Verdict.Violated, ("short", Verdict.Violated, "Too long."), ("vague", Verdict.Vague, "?"), ("dry", Verdict.Violated, "Wet."))),
            Is.EqualTo("short: Too long. dry: Wet."));
        Assert.That(TaskText.OfFindings(Rule(Verdict.NotViolated, ("short", Verdict.NotViolated, "Fine."))), Is.Null);
        Assert.That(TaskText.OfFindings(Rule(Verdict.NotJudged)), Is.EqualTo("No policy applies to it, so nothing says that it may be approved."));
        Assert.That(TaskText.OfFindings(Rule(Verdict.Violated, ("long", Verdict.Violated, new string('x', 9000)))), Has.Length.EqualTo(2001));
    }

    private static TaskInstance In(string state, DateTimeOffset? deadline = null) => new() { CorrelationId = Given.Id(1), CurrentState = state, Deadline = deadline };

    private static Ruling Rule(Verdict verdict, params (string Policy, Verdict Verdict, string Interpretation)[] findings) => new()
    {
        RulingId = Given.Id(1), TaskId = Given.Id(2), Attempt = 1, Evaluation = 1, AgentId = Given.Id(3), AgentNumber = 1, PolicySetVersion = 1, Verdict = verdict,
        Score = 0, At = Given.Now,
        Findings = [.. findings.Select(x => new Finding
        {
            PolicyId = Given.Id(4), PolicyNumber = 1, Policy = x.Policy, PolicyVersion = 1, Verdict = x.Verdict, Interpretation = x.Interpretation,
        })],
    };
}
