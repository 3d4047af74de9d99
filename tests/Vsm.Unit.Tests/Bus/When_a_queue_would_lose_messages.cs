using Vsm.Bus;
using Vsm.Bus.Queues;

namespace Vsm.Unit.Tests.Bus;

public sealed class When_a_queue_would_lose_messages
{
    [TestCase("x-delivery-limit", 0)]
    [TestCase("x-delivery-limit", -1)]
    [TestCase("x-delivery-limit", null)]
    [TestCase("x-dead-letter-exchange", "")]
    [TestCase("x-dead-letter-exchange", null)]
    public void It_is_refused_with_its_name_and_the_argument(string argument, object? value)
    {
        var arguments = new Dictionary<string, object>(QueueArguments.Ours);
        arguments.Remove(argument);
        if (value is not null)
        {
            arguments[argument] = value;
        }

        Assert.That(QueueArguments.Problem("vsm.s3.tasks", arguments), Does.Contain("vsm.s3.tasks").And.Contain(argument));
    }

    [Test]
    public void Ours_are_not() => Assert.That(QueueArguments.Problem("vsm.s3.tasks", QueueArguments.Ours), Is.Null);

    [TestCase("00:15:00", "00:20:00", true)]
    [TestCase("00:20:00", "00:20:00", false)]
    public void A_wait_for_an_outage_has_to_end_before_the_message_does(string patience, string limit, bool right) => Assert.That(
        new BusLimitsValidator().Validate(null, new BusOptions { OutagePatience = TimeSpan.Parse(patience), HandlerLimit = TimeSpan.Parse(limit) }).Succeeded,
        Is.EqualTo(right));
}
