using System.Text.Json;
using RabbitMQ.Client;
using Vsm.Contracts.Http;

namespace Vsm.Integration.Tests.Services;

public sealed class When_a_message_is_bad : ServicesTest
{
    private const string Vsm = "bad";
    private const string Tasks = "vsm.s3.tasks";
    private const string Intake = "vsm.s3.intake";

    [OneTimeSetUp]
    public async Task ApplyAsync()
    {
        var (exitCode, _, output) = await RunAsync("sales-report", Vsm);
        Assert.That(exitCode, Is.Zero, output);
    }

    [Test]
    public async Task Malformed_json_goes_to_the_error_queue()
    {
        var message = await SendBadAsync(Tasks, """{"messageType":["urn:message:Vsm.Contracts.Control:AssignTaskMessage"],"message":{""", Envelope.Json, Tasks);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Headers!["MT-Reason"], Is.EqualTo("fault"));
            Assert.That(message.Reason, Does.Contain("There is an open JSON object or array that should be closed").And.Contain("LineNumber: 0"));
            Assert.That(message.Headers, Does.Not.ContainKey("MT-Fault-RetryCount"), "it went there at once");
        }
    }

    [Test]
    public async Task What_is_no_json_goes_to_the_error_queue()
    {
        var message = await SendBadAsync(Tasks, "hello", "text/plain", Tasks);
        Assert.That(message.Reason, Does.Contain("'h' is an invalid start of a value"));
    }

    [Test]
    public async Task A_type_that_nobody_takes_goes_to_the_skipped_queue()
    {
        var message = await SendBadAsync(Tasks, Envelope.Of("Some.Other:Thing", new { a = 1 }), Envelope.Json, Tasks, FailedMessageKind.Skipped);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Headers!["MT-Reason"], Is.EqualTo("dead-letter"));
            Assert.That(message.Body, Does.Contain("Some.Other:Thing"));
        }
    }

    [Test]
    public async Task A_required_member_that_is_missing_is_named_in_the_error_queue()
    {
        var message = await SendBadAsync(Tasks, Envelope.Of(Envelope.AssignTask, new { taskId = Guid.NewGuid(), vsm = Vsm }), Envelope.Json, Tasks);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Reason, Does.Contain("AssignTaskMessage").And.Contain("'content'"));
            Assert.That(message.Headers, Does.Not.ContainKey("MT-Fault-RetryCount"), "it went there at once");
        }
    }

    [Test]
    public async Task A_task_for_an_unknown_VSM_goes_to_the_error_queue()
    {
        var id = Guid.NewGuid();
        var message = await SendBadAsync(Tasks, Envelope.Of(Envelope.AssignTask, new { taskId = id, vsm = "nowhere", content = "x" }), Envelope.Json, Tasks);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Reason, Is.EqualTo(
                $"Task {id} is for VSM nowhere, which there is not. Apply an organisation with that vsm first, or correct the name."));
            Assert.That(message.ExceptionType, Does.EndWith("MessageRefusedException"));
            Assert.That(message.Headers, Does.Not.ContainKey("MT-Fault-RetryCount"), "it went there at once");
        }
    }

    [TestCase("{\"taskId\":", "There is an open JSON object or array that should be closed")]
    [TestCase("[1,2]", "The JSON value could not be converted to Vsm.Contracts.Control.AssignTaskMessage")]
    [TestCase("{\"taskId\":\"7f0d7b0c-0000-0000-0000-000000000001\"}", "'content'")]
    [TestCase("{\"taskId\":\"7f0d7b0c-0000-0000-0000-000000000002\",\"content\":\"x\",\"priority\":10}", "priority is 10; it must be 0 to 9")]
    [TestCase("{\"taskId\":\"7f0d7b0c-0000-0000-0000-000000000003\",\"content\":\"x\",\"replyTo\":\"https://example.com\"}", "must be an address such as queue:my-service")]
    public async Task A_raw_task_that_cannot_be_taken_goes_to_the_error_queue(string body, string reason)
    {
        var message = await SendBadAsync(Intake, body, "application/json", Intake);
        Assert.That(message.Reason, Does.Contain(reason));
    }

    [Test]
    public async Task Content_with_an_address_that_is_none_fails_the_task_at_once()
    {
        var id = Guid.NewGuid();
        var task = Envelope.SalesReport(id, Vsm);
        task["references"] = (object[])[new { uri = "/data/orders.csv", length = 1, sha256 = "00" }];
        await Broker.PublishAsync(Intake, JsonSerializer.Serialize(task), "application/json");
        var failed = await Cluster.TaskInAsync("Failed", id, Vsm);
        Assert.That(failed.Reason, Does.Contain("/data/orders.csv is no file; only file: addresses such as file:///data/orders.csv are read"));
    }

    [Test]
    public async Task A_raw_task_for_an_unknown_VSM_goes_to_the_error_queue_of_tasks()
    {
        var body = JsonSerializer.Serialize(new { taskId = Guid.NewGuid(), vsm = "nowhere", content = "x" });
        Assert.That((await SendBadAsync(Intake, body, "application/json", Tasks)).Reason, Does.Contain("VSM nowhere, which there is not"));
    }

    [Test]
    public async Task Error_and_skipped_queues_outlive_a_node_too()
    {
        await SendBadAsync(Tasks, "hello", "text/plain", Tasks);
        await SendBadAsync(Tasks, Envelope.Of("Some.Other:Thing", new { }), Envelope.Json, Tasks, FailedMessageKind.Skipped);
        foreach (var queue in (string[])[$"{Tasks}_error", $"{Tasks}_skipped"])
        {
            // A declaration with other arguments than the queue has is refused.
            await using var channel = await Broker.OpenAsync();
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-delivery-limit"] = 50,
                ["x-dead-letter-exchange"] = "vsm.dead-letters",
                ["x-dead-letter-strategy"] = "at-least-once",
                ["x-overflow"] = "reject-publish",
            });
        }
    }

    /// <summary>Sends it with a good task behind it, which has to be done; returns the bad one as the dashboard shows it.</summary>
    private static async Task<FailedMessageView> SendBadAsync(
        string queue, string body, string contentType, string expectedIn, FailedMessageKind kind = FailedMessageKind.Error)
    {
        var good = Guid.NewGuid();
        var task = Envelope.SalesReport(good, Vsm);
        await Broker.PublishAsync(queue, body, contentType);
        await Broker.PublishAsync(
            queue,
            queue == Intake ? JsonSerializer.Serialize(task) : Envelope.Of(Envelope.AssignTask, task),
            queue == Intake ? "application/json" : Envelope.Json);

        var bad = await TakeFailedAsync(expectedIn, kind);
        await Cluster.TaskInAsync("Approved", good, Vsm);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Broker.CountAsync(queue), Is.Zero, "nothing is requeued");
            Assert.That(await TroubleAsync(), Is.Empty, "nothing else went wrong, and it lies there once");
        }

        return bad;
    }
}
