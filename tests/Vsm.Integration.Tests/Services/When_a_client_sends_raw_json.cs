using System.Text.Json;

namespace Vsm.Integration.Tests.Services;

public sealed class When_a_client_sends_raw_json : ServicesTest
{
    private const string Vsm = "intake";

    [Test]
    public async Task The_answer_comes_to_its_queue()
    {
        var (exitCode, _, output) = await RunAsync("sales-report", Vsm);
        Assert.That(exitCode, Is.Zero, output);
        var queue = await Broker.DeclareAsync($"client-{Guid.NewGuid():n}");
        var id = Guid.NewGuid();

        var task = Envelope.SalesReport(id, Vsm);
        task["replyTo"] = $"queue:{queue}";
        await Broker.PublishAsync("vsm.s3.intake", JsonSerializer.Serialize(task), "application/json");

        var answer = await Broker.TakeAsync(queue);
        var envelope = JsonElement.Parse(answer.Body);
        var message = envelope.GetProperty("message");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(envelope.GetProperty("messageType")[0].GetString(), Is.EqualTo("urn:message:Vsm.Contracts.Control:ForwardTaskResultMessage"));
            Assert.That(message.GetProperty("taskId").GetGuid(), Is.EqualTo(id));
            Assert.That(message.GetProperty("vsm").GetString(), Is.EqualTo(Vsm));
            Assert.That(message.GetProperty("result").GetString(), Is.EqualTo("Approved"));
            Assert.That(JsonElement.Parse(message.GetProperty("output").GetString()!).GetArrayLength(), Is.GreaterThan(12));
            Assert.That((await Cluster.TaskInAsync("Approved", id, Vsm)).Number, Is.EqualTo(message.GetProperty("number").GetInt32()));
        }
    }

    [Test]
    public async Task The_same_id_again_is_the_same_task()
    {
        var (exitCode, _, output) = await RunAsync("sales-report", "again");
        Assert.That(exitCode, Is.Zero, output);
        var id = Guid.NewGuid();
        var body = JsonSerializer.Serialize(Envelope.SalesReport(id, "again"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Broker.PublishAsync("vsm.s3.intake", body, "application/json")));

        var task = await Cluster.TaskInAsync("Approved", id, "again");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Attempts, Is.EqualTo(1));
            Assert.That(await Cluster.Database.ScalarAsync<long>("select count(*) from s3_control.tasks where vsm = 'again'"), Is.EqualTo(2), "this and the sample's");
        }
    }
}
