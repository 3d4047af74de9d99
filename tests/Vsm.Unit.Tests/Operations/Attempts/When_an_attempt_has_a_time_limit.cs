using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.Unit.Tests.Operations.Attempts;

public sealed class When_an_attempt_has_a_time_limit
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AgentConfiguration Agent = new() { AgentId = Guid.NewGuid(), Number = 1, Name = "writer", Kind = "llm", Version = 1, TaskTimeoutMs = 3_600_000 };

    [Test]
    public void In_a_delivery_it_has_what_the_handler_has()
    {
        var limit = AttemptLimit.InDelivery(Task(), Agent, TimeSpan.FromMinutes(19), Now);

        Assert.That(limit, Is.EqualTo(new AttemptLimit(TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(19), ", the most that Vsm:HandlerLimit allows")));
    }

    [Test]
    public void Stored_it_has_what_its_agent_has_less_what_was_worked_before()
    {
        var limit = AttemptLimit.Stored(Task(), Agent, TimeSpan.FromMinutes(50), Now);

        Assert.That(limit, Is.EqualTo(new AttemptLimit(TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), "")));
    }

    [TestCase(5, 5)]
    [TestCase(600, 50)]
    [TestCase(-1, 0)]
    public void The_deadline_of_its_task_ends_it_in_any_case(int minutes, int left)
    {
        var limit = AttemptLimit.Stored(Task() with { Deadline = Now.AddMinutes(minutes) }, Agent, TimeSpan.FromMinutes(10), Now);

        Assert.That(limit.Left, Is.EqualTo(TimeSpan.FromMinutes(left)));
    }

    [Test]
    public void One_that_was_worked_on_for_longer_is_out_of_time()
    {
        Assert.That(AttemptLimit.Stored(Task(), Agent, TimeSpan.FromHours(2), Now).Left, Is.EqualTo(TimeSpan.Zero));
    }

    private static AssignTaskMessage Task() => new() { TaskId = Guid.NewGuid(), Content = "Write." };
}
