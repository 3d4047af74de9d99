using System.Text;
using Vsm.Bus;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Failures;

namespace Vsm.Unit.Tests.Dashboard.Failures;

public sealed class When_a_failed_message_is_read
{
    [TestCase("{\"messageId\":\"5\",\"messageType\":[\"urn:message:A:B\",\"urn:message:C\"],\"message\":{", "5", "A:B")]
    [TestCase("{\"message\":{\"messageId\":\"6\"},\"messageType\":[\"urn:message:A:B\"]}", null, "A:B")]
    [TestCase("{\"messageType\":\"A\",\"messageId\":7}", null, null)]
    [TestCase("hello", null, null)]
    [TestCase("", null, null)]
    [TestCase("[1]", null, null)]
    public void Its_envelope_tells_as_much_as_can_be_read(string body, string? id, string? type) =>
        Assert.That(MessageHead.Read(Encoding.UTF8.GetBytes(body)), Is.EqualTo(new MessageHead(id, type, null)));

    [TestCase("{\"messageId\":\"5\",\"requestId\":\"7\",\"message\":{}}", "expired", true)]
    [TestCase("{\"messageId\":\"5\",\"requestId\":\"7\",\"message\":{}}", "delivery_limit", false)]
    [TestCase("{\"messageId\":\"5\",\"requestId\":null,\"message\":{\"requestId\":\"7\"}}", "expired", false)]
    [TestCase("hello", "expired", false)]
    public void A_request_that_nobody_took_in_time_is_nobodys(string body, string why, bool givenUp) =>
        Assert.That(ArrivalReader.IsGivenUp(Given.Message(body, ("x-first-death-queue", "q"), ("x-first-death-reason", why))), Is.EqualTo(givenUp));

    [Test]
    public void One_without_an_id_gets_one_that_a_retry_keeps()
    {
        var message = Given.Message() with { MessageId = null };
        var first = Read(message with { Headers = new Dictionary<string, string> { ["a"] = "b", ["MT-Fault-Message"] = "no", ["MT-Fault-Timestamp"] = "1" } });
        var again = Read(message with { Headers = new Dictionary<string, string> { ["a"] = "b", ["MT-Fault-Message"] = "never", ["MT-Fault-Timestamp"] = "2" } });
        var other = Read(message with { Headers = new Dictionary<string, string> { ["a"] = "c" } });
        Assert.That((again.MessageId, again.RowId), Is.EqualTo((first.MessageId, first.RowId)));
        Assert.That(other.MessageId, Is.Not.EqualTo(first.MessageId));
        Assert.That(again.Occurrence, Is.Not.EqualTo(first.Occurrence));
    }

    [Test]
    public void A_retry_is_as_the_message_was_and_marked()
    {
        var arrival = Read(Given.Message("{}", ("own", "1"), ("MT-Fault-Message", "no"), ("MT-Reason", "fault"), ("x-first-death-queue", "q"), ("MT-Activity-Id", "2")));
        var row = FailureLifecycle.Retry(FailureLifecycle.Arrive(null, arrival)!, Given.Act());
        var retry = ArrivalReader.ToRetry(row, new FailedMessageContent { Id = row.Id, Body = arrival.Body, Headers = arrival.Headers });
        Assert.That(retry.Headers, Is.EquivalentTo(new Dictionary<string, string> { ["own"] = "1", ["MT-Activity-Id"] = "2", ["Vsm-Retry"] = $"{row.Id:n}.1" }));
        Assert.That((retry.MessageId, retry.ContentType, retry.Body), Is.EqualTo((arrival.MessageId, "application/json", arrival.Body)));
        Assert.That(Read(retry with { Headers = new Dictionary<string, string>(retry.Headers) { ["MT-Fault-Message"] = "no" } }).Retry, Is.EqualTo(1));
    }

    [Test]
    public void A_mark_of_another_queue_is_none()
    {
        var row = Given.Failed();
        var message = Given.Message("{}", (RetryMark.Header, RetryMark.Of(row.Id, 1)));
        Assert.That(ArrivalReader.Read(message, "vsm.s5.decisions", FailedMessageKind.Error, Given.Start).Retry, Is.Null);
        Assert.That(Read(message).Retry, Is.EqualTo(1));
    }

    [TestCase("vsm.s3.tasks", "delivery_limit", "vsm.s3.tasks", "It was delivered as often as the queue allows")]
    [TestCase("vsm.s3.tasks_error", "rejected", "vsm.s3.tasks", "rejected it")]
    [TestCase("vsm.s1.2.command_skipped", "other", "vsm.s1.2.command", "The broker gave it up: other.")]
    public void A_dead_letter_goes_back_to_where_it_died(string died, string why, string queue, string reason)
    {
        var arrival = ArrivalReader.ReadDeadLetter(Given.Message("{}", ("x-first-death-queue", died), ("x-first-death-reason", why)), Given.Start);
        Assert.That((arrival.Queue, arrival.Kind), Is.EqualTo((queue, FailedMessageKind.DeadLettered)));
        Assert.That(arrival.Reason, Does.Contain(reason));
    }

    [TestCase(262_144, false)]
    [TestCase(262_145, true)]
    public void A_body_is_kept_up_to_what_the_bus_takes(int length, bool cut)
    {
        var arrival = Read(Given.Message(new string('x', length)));
        Assert.That((arrival.Cut, arrival.Length, arrival.Body.Length), Is.EqualTo((cut, length, 262_144)));
    }

    [Test]
    public void What_a_database_cannot_hold_is_replaced()
    {
        var arrival = Read(Given.Message("{}", ("MT-Fault-Message", "a\0" + new string('r', 9000)), ("MT-Fault-ExceptionType", new string('e', 400))));
        Assert.That(arrival.Reason, Does.StartWith("a\uFFFD").And.Length.LessThan(8200));
        Assert.That(arrival.ExceptionType, Has.Length.EqualTo(300));
    }

    private static FailureArrival Read(RawMessage message) => ArrivalReader.Read(message, Given.Queue, FailedMessageKind.Error, Given.Start);
}
