using Vsm.Chaos.Planning;
using Vsm.Chaos.Recording;
using Vsm.Chaos.Verdicts;
using static Vsm.Unit.Tests.Chaos.QuietRun;

namespace Vsm.Unit.Tests.Chaos;

public sealed class When_a_ledger_is_forged
{
    [Test]
    public void A_run_in_which_nothing_went_wrong_passes()
    {
        var verdict = Checker.Judge(QuietRun.Evidence);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Zeros.Where(x => x.Count > 0), Is.Empty);
            Assert.That(verdict.Passed);
            Assert.That((verdict.Attempted, verdict.Acknowledged), Is.EqualTo((2, 2)));
            Assert.That(verdict.Finished, Is.EqualTo(new Dictionary<string, int> { ["Approved"] = 2 }));
            Assert.That(verdict.Recoveries.Single().WorkingAgainSeconds, Is.EqualTo(1.5));
        }
    }

    private static IEnumerable<TestCaseData> Forgeries()
    {
        var run = QuietRun.Evidence;
        yield return Case("lost", run with { Tasks = [run.Tasks[0]], Steps = [.. Steps(First)], Rulings = [run.Rulings[0]] });
        yield return Case("unanswered", run with { Answers = [run.Answers[0]] });
        yield return Case("stuck", run with { Tasks = [run.Tasks[0], run.Tasks[1] with { State = "Executing" }] });
        yield return Case("finished twice", run with
        {
            Tasks = [run.Tasks[0] with { Step = 4 }, run.Tasks[1]],
            Steps = [.. run.Steps, new JournalStep(First, 4, "task.failed")],
        });
        yield return Case("forwarded twice", run with { Answers = [.. run.Answers, Answer(First, "42", message: Guid.NewGuid())] });
        yield return Case("forwarded twice", run with { Answers = [.. run.Answers, Answer(Second, "done otherwise")] }, "wrong ends");
        yield return Case("ruled twice", run with { Rulings = [.. run.Rulings, new StoredRuling(First, 1, 1, "Violated")] });
        yield return Case("effects twice", run with { Effects = [.. run.Effects, new Effect(Second, 1)] });
        yield return Case("approved without ruling", run with { Rulings = [run.Rulings[0], run.Rulings[1] with { Attempt = 2 }] });
        yield return Case("wrong ends", run with { Answers = [Answer(First, "41"), run.Answers[1]] });
        yield return Case("wrong ends", run with
        {
            Tasks = [run.Tasks[0] with { State = "Failed" }, run.Tasks[1]],
            Answers = [Answer(First, "", "Failed"), run.Answers[1]],
        });
        yield return Case("leaked inbox or journal rows", run with { Left = new Dictionary<string, long> { ["s1_operations.journal"] = 3 } });
        yield return Case("journal gaps", run with { Journals = [new JournalEnd("chaos", 11, 10, Intact: true)] });
        yield return Case("journal gaps", run with { Steps = [.. run.Steps.Where(x => (x.TaskId, x.Step) != (First, 2))] });
        yield return Case("chain breaks", run with { Journals = [new JournalEnd("chaos", 10, 10, Intact: false)] });
        yield return Case("error queues: not poison", run with { Dead = [.. run.Dead, new Dead("vsm.s3.tasks_error", null, "a real task")] });
        yield return Case("error queues: poison missing or in two places", run with { Dead = [] });
        yield return Case("error queues: poison missing or in two places", run with { Dead = [.. run.Dead, new Dead("vsm.s3.tasks_skipped", PoisonId, "unreadable")] });

        static TestCaseData Case(string zero, object evidence, string? also = null) => new(zero, evidence, also);
    }

    [TestCaseSource(nameof(Forgeries))]
    public void It_is_found_and_nothing_else(string zero, object evidence, string? also)
    {
        var verdict = Checker.Judge((Evidence)evidence);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Zeros.Where(x => x.Count > 0).Select(x => x.Name), Is.EquivalentTo(also is null ? (string[])[zero] : [zero, also]));
            Assert.That(verdict.Zeros.First(x => x.Name == zero).Cases, Is.Not.Empty);
            Assert.That(verdict.Passed, Is.False);
            Assert.That(VerdictReport.Summary(verdict), Does.StartWith($"failed: ").And.Contain(zero));
            Assert.That((int)VerdictReport.ToJson(verdict)[zero]!, Is.GreaterThan(0));
        }
    }

    [Test]
    public void The_same_answer_under_the_same_id_is_only_delivered_again()
    {
        var run = QuietRun.Evidence;
        var verdict = Checker.Judge(run with { Answers = [.. run.Answers, run.Answers[0]] });
        Assert.That((verdict.Passed, verdict.DeliveredAgain), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_task_that_was_never_acknowledged_is_not_lost()
    {
        var run = QuietRun.Evidence;
        var open = HandedIn(2, Guid.NewGuid(), TaskKind.Sum, "1") with { Acknowledged = null };
        var verdict = Checker.Judge(run with { HandedIn = [.. run.HandedIn, open] });
        Assert.That((verdict.Passed, verdict.Attempted, verdict.Acknowledged), Is.EqualTo((true, 3, 2)));
    }

    [Test]
    public void A_system_that_never_worked_again_has_no_time_to_recover()
    {
        var run = QuietRun.Evidence;
        var verdict = Checker.Judge(run with { Faults = [run.Faults[0] with { Over = TimeSpan.FromSeconds(30) }] });
        Assert.That(verdict.Recoveries.Single().WorkingAgainSeconds, Is.Null);
    }
}
