using System.Collections.Concurrent;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Vsm.Bus;
using Vsm.Testing;

namespace Vsm.Resilience.Tests.Guards;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_a_message_says_too_much : GuardsTest
{
    private const int Most = 8 * 1024;
    private readonly ConcurrentQueue<string> _done = [];

    [Test]
    public async Task Texts_of_exceptions_are_cut_and_the_others_go_on()
    {
        var fault = new TaskCompletionSource<Fault<Work>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var process = await GuardedProcess.StartAsync(
            x => x.Message.What == "bad" ? throw new TalkativeException() : DoAsync(x),
            x =>
            {
                x.Services.AddSingleton(new Faults(y => fault.TrySetResult(y)));
                x.AddToBus(bus => bus.AddConsumer<FaultConsumer>());
            },
            ("Vsm:Retries", "0"));

        await SendAsync(process);

        var failed = await Broker.TakeAsync($"{GuardedProcess.Queue}_error");
        var exception = (await fault.Task.WaitAsync(TimeSpan.FromSeconds(60))).Exceptions[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Headers.Values.Select(x => Encoding.UTF8.GetByteCount(x)), Is.All.LessThanOrEqualTo(Most));
            Assert.That(failed.Header("MT-Fault-Message"), Does.StartWith("ääää"));
            Assert.That(Encoding.UTF8.GetByteCount(exception.Message), Is.LessThanOrEqualTo(Most));
            Assert.That(Encoding.UTF8.GetByteCount(exception.StackTrace), Is.LessThanOrEqualTo(Most));
            Assert.That(exception.Message, Does.StartWith("ääää"));
        }

        await ExpectTheOthersAsync();
    }

    [Test]
    public async Task A_header_beyond_the_limit_never_reaches_the_broker()
    {
        await using var process = await GuardedProcess.StartAsync(
            x => x.Message.What == "bad"
                ? x.Publish(new WorkDone { What = "bad" }, y => y.Headers.Set("Large", new string('x', 140_000)))
                : DoAsync(x));

        await SendAsync(process);

        var failed = await Broker.TakeAsync($"{GuardedProcess.Queue}_error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Header("MT-Fault-ExceptionType"), Does.EndWith(nameof(MessageTooLargeException)));
            Assert.That(failed.Header("MT-Fault-Message"), Does.Contain("Large has 140005 bytes; at most 8192 are sent"));
            Assert.That(failed.Header("MT-Fault-RetryCount"), Does.StartWith("(no header"), "no try could help");
        }

        await ExpectTheOthersAsync();
    }

    [Test]
    public async Task Headers_of_others_are_left_out_before_more_are_added()
    {
        await using var process = await GuardedProcess.StartAsync(DoAsync);
        await using (var channel = await Broker.OpenAsync())
        {
            // Just below what a frame takes: with the headers that the error queue needs it would be more.
            var properties = new BasicProperties { ContentType = "text/plain", Headers = new Dictionary<string, object?> { ["Large"] = new string('x', 130_000), ["Small"] = "kept" } };
            await channel.BasicPublishAsync("", GuardedProcess.Queue, mandatory: true, properties, "no json"u8.ToArray());
        }

        await SendAsync(process);

        var failed = await Broker.TakeAsync($"{GuardedProcess.Queue}_error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Header("Vsm-Headers-Cut"), Is.EqualTo("Large"));
            Assert.That(failed.Header("Small"), Is.EqualTo("kept"));
            Assert.That(failed.Body, Is.EqualTo("no json"));
        }

        await ExpectTheOthersAsync();
    }

    private static Task SendAsync(GuardedProcess process) => Task.WhenAll(Enumerable.Range(0, 40).Select(x => process.SendAsync(x == 8 ? "bad" : $"{x}")));

    private Task DoAsync(ConsumeContext<Work> context)
    {
        _done.Enqueue(context.Message.What);
        return Task.CompletedTask;
    }

    private async Task ExpectTheOthersAsync()
    {
        await Eventually.ReadAsync("the others", () => Task.FromResult(_done.Count(x => x != "bad")), x => x >= 39, TimeSpan.FromSeconds(60));
        Assert.That(_done, Is.Unique, "the connection was never lost");
    }

    private sealed class TalkativeException : Exception
    {
        public override string Message { get; } = new('ä', 2_000_000);

        public override string StackTrace { get; } = new('s', 2_000_000);
    }
}
