using System.Text.Json;
using RabbitMQ.Client;
using Vsm.Contracts.Http;
using Vsm.Integration.Tests.Services;

namespace Vsm.Integration.Tests.Failures;

public sealed class When_messages_fail_on_a_broker
{
    [Test]
    public async Task All_kinds_arrive_and_leave_nothing_behind()
    {
        await using var cluster = await FailureCluster.StartAsync();
        await cluster.SendAsync(["x"]);
        await cluster.Broker.PublishAsync(FailureCluster.Queue, "{", Envelope.Json);
        await cluster.Broker.PublishAsync(FailureCluster.Queue, Envelope.Of("Some.Other:Thing", new { a = 1 }), Envelope.Json);
        await cluster.Broker.PublishAsync(FailureCluster.Journal, "{", Envelope.Json); // its queue has a single consumer, its error queue is as all are
        await cluster.DeadLetterAsync("poison");

        await cluster.WaitForAsync("Failed", 5);

        var messages = (await cluster.GetAsync<Page<FailedMessageView>>("failed-messages")).Items;
        var dead = messages.Single(x => x.Kind == FailedMessageKind.DeadLettered);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(messages.Count(x => x is { Kind: FailedMessageKind.Error, Queue: FailureCluster.Queue }), Is.EqualTo(2));
            Assert.That(messages.Count(x => x is { Kind: FailedMessageKind.Error, Queue: FailureCluster.Journal }), Is.EqualTo(1));
            Assert.That(messages.Single(x => x.Kind == FailedMessageKind.Skipped).MessageType, Is.EqualTo("Some.Other:Thing"));
            Assert.That((dead.Queue, dead.Reason), Is.EqualTo(
                (FailureCluster.Limited, "It was delivered as often as the queue allows and never finished: whoever took it ended, or lost the broker.")));
            Assert.That((await cluster.GetAsync<FailedMessageView>($"failed-messages/{dead.Id}")).Body, Is.EqualTo("poison"));
            Assert.That(await cluster.OnBrokerAsync(), Is.All.Zero);
        }

        await cluster.PostAsync<FailedMessageView>($"{dead.Id}/retry", new RetryRequest { By = "Ada" });
        var back = await cluster.Broker.TakeAsync(FailureCluster.Limited);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.Body, Is.EqualTo("poison"));
            Assert.That(back.Header("Vsm-Retry"), Is.EqualTo($"{dead.Id:n}.1"));
            Assert.That(back.Headers.Keys.Where(x => x.Contains("death", StringComparison.Ordinal)), Is.Empty, "it starts anew");
        }

        await cluster.WaitForAsync("Resolved", 1);
    }

    [Test]
    public async Task A_retry_into_a_queue_that_is_gone_is_kept()
    {
        await using var cluster = await FailureCluster.StartAsync();
        await cluster.DeadLetterAsync("poison");
        await cluster.WaitForAsync("Failed", 1);
        await using (var channel = await cluster.Broker.OpenAsync())
        {
            await channel.QueueDeleteAsync(FailureCluster.Limited);
        }

        await cluster.RetryAllAsync();
        await cluster.WaitForAsync("Failed", 1, "problem is not null");

        var message = (await cluster.GetAsync<Page<FailedMessageView>>("failed-messages")).Items.Single();
        Assert.That(message.Problem, Is.EqualTo("There is no such queue any more, so the message was not sent."));
    }

    [Test]
    public async Task The_command_line_shows_the_outcome()
    {
        await using var cluster = await FailureCluster.StartAsync();
        await cluster.SendAsync(["x", "y"]);
        await cluster.WaitForAsync("Failed", 2);

        var vain = await cluster.VsmAsync("failed", "retry", "--queue", FailureCluster.Queue, "--wait", "--output", "json");
        cluster.Cause.Reason = null;
        var done = await cluster.VsmAsync("failed", "retry", "--all", "--by", "Ada", "--wait", "--output", "json");
        var list = await cluster.VsmAsync("failed", "list", "--state", "resolved", "--output", "json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((vain.ExitCode, Failed(vain.Out)), Is.EqualTo((1, 2)), vain.Output);
            Assert.That((done.ExitCode, Failed(done.Out)), Is.EqualTo((0, 0)), done.Output);
            Assert.That(JsonElement.Parse(list.Out).GetProperty("items").GetArrayLength(), Is.EqualTo(2), list.Output);
            Assert.That(cluster.Cause.Done.Select(x => x.Text), Is.EquivalentTo((string[])["x", "y"]));
        }

        static int Failed(string json) => JsonElement.Parse(json).GetProperty("failed").GetInt32();
    }
}
