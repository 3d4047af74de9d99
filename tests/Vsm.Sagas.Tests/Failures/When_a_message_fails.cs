using System.Text;
using System.Text.Json;
using MassTransit;
using Vsm.Sagas.Tests.Dashboard;

namespace Vsm.Sagas.Tests.Failures;

public sealed class When_a_message_fails
{
    [Test]
    public async Task It_shows_up_with_its_reason_body_and_headers()
    {
        await using var bench = await FailureBench.StartAsync();
        var id = NewId.NextGuid();
        bench.Cause.Reason = "There is no such account.";

        await bench.SendAsync("pay", id);

        var listed = await bench.OnlyAsync("Failed");
        var shown = await bench.ShowAsync(listed.GetProperty("id").GetGuid());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Text("reason"), Is.EqualTo("There is no such account."));
            Assert.That(listed.Text("kind"), Is.EqualTo("Error"));
            Assert.That(listed.Text("queue"), Is.EqualTo(FailureBench.Queue));
            Assert.That(listed.Text("messageId"), Is.EqualTo(id.ToString()));
            Assert.That(listed.Text("messageType"), Is.EqualTo("Vsm.Sagas.Tests.Failures:DoIt"));
            Assert.That(listed.Text("exceptionType"), Is.EqualTo("Vsm.Bus.MessageRefusedException"));
            Assert.That(listed.TryGetProperty("body", out _), Is.False, "lists are light");
            Assert.That(JsonElement.Parse(shown.Text("body")!).GetProperty("message").Text("text"), Is.EqualTo("pay"));
            Assert.That(shown.GetProperty("headers").Text("MT-Fault-StackTrace"), Does.Contain("StubbornConsumer"));
        }
    }

    [Test]
    public async Task A_malformed_one_does_too()
    {
        await using var bench = await FailureBench.StartAsync();

        await bench.SendRawAsync("""{"messageType":["urn:message:Vsm.Sagas.Tests.Failures:DoIt"],"message":{""", "application/vnd.masstransit+json");

        var listed = await bench.OnlyAsync("Failed");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Text("reason"), Does.Contain("There is an open JSON object or array that should be closed"));
            Assert.That(listed.Text("messageType"), Is.EqualTo("Vsm.Sagas.Tests.Failures:DoIt"));
            Assert.That(Guid.TryParse(listed.Text("messageId"), out _), "it had no id, and got one");
            Assert.That((await bench.ShowAsync(listed.GetProperty("id").GetGuid())).Text("body"), Does.EndWith("\"message\":{"));
        }
    }

    [Test]
    public async Task A_type_that_nobody_takes_is_told_as_skipped()
    {
        await using var bench = await FailureBench.StartAsync();

        await bench.SendAsync(new NobodyTakesIt("x"));

        var listed = await bench.OnlyAsync("Failed");
        Assert.That(listed.Text("kind"), Is.EqualTo("Skipped"));
        Assert.That(listed.Text("reason"), Is.EqualTo("The queue has no consumer for Vsm.Sagas.Tests.Failures:NobodyTakesIt."));
    }

    [Test]
    public async Task Different_messages_with_the_same_id_are_both_kept()
    {
        await using var bench = await FailureBench.StartAsync();
        var id = NewId.NextGuid();
        bench.Cause.Reason = "no";

        await bench.SendAsync("one", id);
        await bench.SendAsync("two", id);

        await Testing.Eventually.ReadAsync("both", () => bench.ListAsync(), x => x.Count == 2);
    }
}
