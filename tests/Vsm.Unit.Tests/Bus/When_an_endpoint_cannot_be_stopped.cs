using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Vsm.Bus;
using Vsm.Bus.Watching;
using Vsm.Unit.Tests.Ai;

namespace Vsm.Unit.Tests.Bus;

public sealed class When_an_endpoint_cannot_be_stopped
{
    private static readonly Uri Address = new("queue:vsm.test.lost");

    [Test]
    public async Task What_is_left_to_send_is_sent_once_the_time_to_drain_is_over()
    {
        var clock = new FakeTime();
        var endpoints = new Endpoints(clock);
        var endpoint = Substitute.For<IReceiveEndpoint>();
        endpoint.InputAddress.Returns(Address);
        endpoint.Stop(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource().Task);
        endpoints.AddReplica("vsm.test.lost");
        var ready = Substitute.For<ReceiveEndpointReady>();
        ready.InputAddress.Returns(Address);
        ready.ReceiveEndpoint.Returns(endpoint);
        await endpoints.Ready(ready);
        var step = new Step();
        var drain = new BusDrain(
            endpoints, [step], Options.Create(new BusOptions { DrainTimeout = TimeSpan.FromSeconds(5) }), Substitute.For<IHostApplicationLifetime>(), clock,
            NullLogger<BusDrain>.Instance);

        var stopping = drain.StoppingAsync(CancellationToken.None);
        Assert.That((stopping.IsCompleted, step.Done), Is.EqualTo((false, false)), "it is waited for");
        await clock.PassUntilAsync(stopping);

        Assert.That(step.Done);
    }

    private sealed class Step : IDrainStep
    {
        public bool Done { get; private set; }

        public Task DrainAsync(CancellationToken cancel)
        {
            Done = true;
            return Task.CompletedTask;
        }
    }
}
