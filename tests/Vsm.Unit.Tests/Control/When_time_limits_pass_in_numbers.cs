using Vsm.Contracts.Control;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Control;

public sealed class When_time_limits_pass_in_numbers
{
    private static readonly DateTimeOffset Now = Given.Now;
    private readonly DeadlineChecks _checks = new();

    [SetUp]
    public void Start() => Look(0, Now.AddDays(-1));

    [Test]
    public void There_are_never_more_checks_in_the_queue_than_get_done_in_some_seconds()
    {
        Assert.That(_checks.Take(Due(0, 700), Now), Has.Count.EqualTo(700));
        Assert.That(_checks.Take(Due(700, 700), Now), Has.Count.EqualTo(DeadlineChecks.Most - 700));
        Assert.That(_checks.HasRoom(Now), Is.False);
    }

    [Test]
    public void What_was_done_makes_room()
    {
        _checks.Take(Due(0, 1000), Now);

        Look(400, Now.AddSeconds(1));

        Assert.That(_checks.Take(Due(400, 1400), Now.AddSeconds(1)).Select(Number), Is.EqualTo(Enumerable.Range(1000, 400)));
    }

    [Test]
    public void Ten_thousand_are_each_checked_once()
    {
        var sent = new List<int>();
        for (var second = 0; second < 100 && sent.Count < 10_000; second++)
        {
            // The queue's consumers get 150 done in a second.
            var now = Now.AddSeconds(second);
            Look(second * 150, now);
            sent.AddRange(_checks.Take(Due(second * 150, 10_000), now).Select(Number));
        }

        Assert.That(sent, Is.EqualTo(Enumerable.Range(0, 10_000)));
    }

    [Test]
    public void A_check_that_led_nowhere_is_sent_again_after_pauses_that_grow()
    {
        var sent = Enumerable.Range(0, 120).Where(x => _checks.Take(Due(0, 1), Now.AddSeconds(x)).Count > 0);

        Assert.That(sent, Is.EqualTo([0, 4, 12, 28, 60]));
    }

    [Test]
    public void A_check_that_later_ones_overtook_is_sent_again_though_others_get_done()
    {
        _checks.Take(Due(0, 1), Now);
        _checks.Take(Due(1, 1), Now.AddSeconds(1));
        _checks.Keep(new HashSet<(Guid, int)> { (Given.Id(1), 1) }, null, Now.AddSeconds(4));

        Assert.That(_checks.Take(Due(0, 1), Now.AddSeconds(4)).Select(Number), Is.EqualTo([0]));
    }

    [Test]
    public void A_task_that_has_moved_on_and_is_due_again_is_checked_at_once()
    {
        _checks.Take(Due(0, 1), Now);

        Assert.That(_checks.Take([new DueTask(Given.Id(1), 2, Now)], Now), Is.EqualTo([new CheckTaskDeadline { TaskId = Given.Id(1), Step = 2 }]));
    }

    [Test]
    public void What_could_not_be_sent_is_forgotten()
    {
        _checks.Forget(_checks.Take(Due(0, 2), Now));

        Assert.That(_checks.Take(Due(0, 2), Now), Has.Count.EqualTo(2));
    }

    [Test]
    public void Nothing_is_remembered_of_tasks_that_are_no_longer_due()
    {
        _checks.Take(Due(0, 1000), Now);

        Look(1000, Now.AddSeconds(1));

        Assert.That(_checks.Known, Is.Zero);
    }

    /// <summary>Finds the first so many done.</summary>
    private void Look(int done, DateTimeOffset now) => _checks.Keep(Due(done, 20_000).Select(x => (x.Id, x.Step)).ToHashSet(), null, now);

    private static List<DueTask> Due(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(x => new DueTask(Given.Id(x + 1), 1, Now.AddSeconds(-60).AddMilliseconds(x)))];

    private static int Number(CheckTaskDeadline check) => BitConverter.ToInt32(check.TaskId.ToByteArray()) - 1;
}
