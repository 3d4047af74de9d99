using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.S3.Control.Tasks;
using Vsm.S3.Control.Upgrades;

namespace Vsm.Unit.Tests.Control;

public sealed class When_another_version_left_a_task
{
    private static readonly DateTimeOffset Now = new(2030, 1, 7, 9, 0, 0, TimeSpan.Zero);
    private readonly TaskStateMachine _machine = new(TimeProvider.System, Microsoft.Extensions.Options.Options.Create(new TaskOptions()));

    [TestCase("Thinking", "This version knows no state 'Thinking'.")]
    [TestCase("", "This version knows no state ''.")]
    [TestCase("Initial", "This version knows no state 'Initial'.")]
    [TestCase("executing", "This version knows no state 'executing'.")]
    public void A_state_that_this_version_has_not_blocks_it(string state, string reason) => Assert.That(Against(state, Now, null), Is.EqualTo(reason));

    [Test]
    public void A_state_without_a_time_limit_would_last_for_ever() =>
        Assert.That(Against("Executing", null, null), Is.EqualTo("It is Executing without a time limit, so nothing would end its wait."));

    [Test]
    public void An_end_and_a_state_that_contradict_each_other_block_it()
    {
        Assert.That(Against("Approved", null, null), Is.EqualTo("It is Approved, which is final, and has no time of its end."));
        Assert.That(Against("Executing", Now, Now), Is.EqualTo("It has ended, and is Executing, which is not final."));
        Assert.That(Against("Approved", null, Now), Is.Null);
    }

    [Test]
    public void A_person_has_to_be_told_what_it_waits_for()
    {
        Assert.That(Against("AwaitingPerson", Now, null), Is.EqualTo("It waits for a person without saying what for."));
        var task = Task("AwaitingPerson", Now, null);
        task.Wait = new TaskWait { Reason = WaitReason.NotJudged, Explanation = "No judge.", Answers = [PersonDecision.Approve], ExpiresAt = Now };
        Assert.That(SagaRules.Against(_machine, task), Is.Null);
    }

    private string? Against(string state, DateTimeOffset? due, DateTimeOffset? ended) => SagaRules.Against(_machine, Task(state, due, ended));

    private static TaskInstance Task(string state, DateTimeOffset? due, DateTimeOffset? ended) => new() { CurrentState = state, DueAt = due, EndedAt = ended };
}
