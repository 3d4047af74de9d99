using MassTransit;
using MassTransit.Scheduling;
using Vsm.Bus;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Scheduling;

public sealed class When_a_message_is_scheduled
{
    [Test]
    public async Task It_comes_when_it_is_due_with_all_that_it_was_sent_with()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var (conversation, id, due) = (NewId.NextGuid(), NewId.NextGuid(), SchedulerBench.In(0.7));
        var scheduled = await bench.Scheduler.ScheduleSend(SchedulerBench.Address, due, new Alarm { Text = "tea" }, Pipe.Execute<SendContext<Alarm>>(x =>
        {
            (x.MessageId, x.ConversationId, x.ResponseAddress) = (id, conversation, new Uri("loopback://localhost/answers"));
            x.Headers.Set("colour", "green");
        }));

        var ring = (await bench.Rung.UntilAsync(1))[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ring.Message.Text, Is.EqualTo("tea"));
            Assert.That(ring.At, Is.GreaterThanOrEqualTo(due));
            Assert.That(ring.MessageId, Is.EqualTo(id));
            Assert.That(ring.ConversationId, Is.EqualTo(conversation));
            Assert.That(ring.ResponseAddress, Is.EqualTo(new Uri("loopback://localhost/answers")));
            Assert.That(ring.CorrelationId, Is.Null, "the token correlates the command alone");
            Assert.That(ring.Headers["colour"], Is.EqualTo("green"));
            Assert.That(ring.Headers[MessageHeaders.SchedulingTokenId], Is.EqualTo(scheduled.TokenId.ToString()));
            Assert.That(DateTimeOffset.Parse(ring.Headers[MessageHeaders.Quartz.Scheduled]).UtcDateTime, Is.EqualTo(due));
            Assert.That(ring.Headers, Contains.Key(MessageHeaders.Quartz.Sent).And.ContainKey(MessageHeaders.QuartzTriggerKey));
        }
    }

    [Test]
    public async Task It_is_correlated_by_itself_and_what_is_late_comes_at_once()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var correlation = NewId.NextGuid();
        await bench.Scheduler.ScheduleSend(SchedulerBench.Address, SchedulerBench.In(-3600), new Alarm { Text = "long ago", CorrelationId = correlation });

        Assert.That((await bench.Rung.UntilAsync(1))[0].CorrelationId, Is.EqualTo(correlation));
    }

    [Test]
    public async Task It_does_not_come_when_it_was_cancelled()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var cancelled = await bench.Scheduler.ScheduleSend(SchedulerBench.Address, SchedulerBench.In(3), new Alarm { Text = "cancelled" });
        await bench.Scheduler.CancelScheduledSend(SchedulerBench.Address, cancelled.TokenId);
        await bench.Scheduler.ScheduleSend(SchedulerBench.Address, SchedulerBench.In(3.5), new Alarm { Text = "later" });

        Assert.That((await bench.Rung.UntilAsync(1)).Select(x => x.Message.Text), Is.EqualTo(["later"]));
    }

    [Test]
    public async Task Setting_the_same_timer_again_replaces_it()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var token = NewId.NextGuid();
        await bench.SendAsync(Command(token, "first", SchedulerBench.In(3)));
        await bench.SendAsync(Command(token, "second", SchedulerBench.In(3.2)));
        await bench.SendAsync(Command(NewId.NextGuid(), "end", SchedulerBench.In(4)));

        var rung = await bench.Rung.UntilAsync(2);
        Assert.That(rung.Select(x => x.Message.Text), Is.EqualTo(["second", "end"]));
    }

    [Test]
    public async Task Cancelling_and_setting_it_again_leaves_the_last()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var tokens = Enumerable.Range(0, 20).Select(_ => NewId.NextGuid()).ToList();
        foreach (var token in tokens)
        {
            await bench.SendAsync(Command(token, "first", SchedulerBench.In(5)));
            await bench.SendAsync<CancelScheduledMessage>(new Cancel { TokenId = token, CorrelationId = NewId.NextGuid(), Timestamp = SchedulerBench.In(0) });
            await bench.SendAsync(Command(token, "again", SchedulerBench.In(5.2)));
        }

        await bench.SendAsync(Command(NewId.NextGuid(), "end", SchedulerBench.In(7)));
        var rung = await bench.Rung.UntilAsync(21);
        Assert.That(rung.Select(x => x.Message.Text), Is.EquivalentTo(Enumerable.Repeat("again", 20).Append("end")));
    }

    [Test]
    public async Task A_message_that_cannot_be_sent_is_tried_until_it_can()
    {
        var failures = 2;
        await using var bench = await SchedulerBench.StartAsync();
        using var observer = bench.Bus.ConnectSendObserver(new Refusing(() => Interlocked.Decrement(ref failures) >= 0));
        var scheduled = await bench.Scheduler.ScheduleSend(SchedulerBench.Address, SchedulerBench.In(0.1), new Alarm { Text = "stubborn" });

        var rung = await bench.Rung.UntilAsync(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failures, Is.Negative, "it was refused twice");
            Assert.That(rung.Single().Headers[MessageHeaders.SchedulingTokenId], Is.EqualTo(scheduled.TokenId.ToString()));
        }
    }

    [Test]
    public async Task A_published_one_reaches_who_consumes_its_base_type()
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await SchedulerBench.StartAsync(bus => bus.AddHandler<IAlarm>(x =>
        {
            heard.TrySetResult(x.Text);
            return Task.CompletedTask;
        }).Endpoint(x => x.Name = "vsm.tests.listener"));
        await bench.Scheduler.SchedulePublish(SchedulerBench.In(0.1), new Alarm { Text = "for all" });

        Assert.That(await heard.Task.WaitAsync(TimeSpan.FromSeconds(60)), Is.EqualTo("for all"));
    }

    private static ScheduleMessage Command(Guid token, string text, DateTime due) => new Once
    {
        CorrelationId = token,
        ScheduledTime = due,
        PayloadType = [MessageUrn.ForTypeString<Alarm>()],
        Destination = new Uri($"loopback://localhost/{SchedulerBench.Queue}"),
        Payload = new Alarm { Text = text },
    };

    private sealed record Cancel : CancelScheduledMessage
    {
        public required Guid CorrelationId { get; init; }

        public required DateTime Timestamp { get; init; }

        public required Guid TokenId { get; init; }
    }

    private sealed class Refusing(Func<bool> refuses) : ISendObserver
    {
        public Task PreSend<T>(SendContext<T> context)
            where T : class =>
            context.DestinationAddress?.AbsolutePath.EndsWith(SchedulerBench.Queue, StringComparison.Ordinal) == true && refuses()
                ? throw new InvalidOperationException("refused on purpose")
                : Task.CompletedTask;

        public Task PostSend<T>(SendContext<T> context)
            where T : class => Task.CompletedTask;

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
