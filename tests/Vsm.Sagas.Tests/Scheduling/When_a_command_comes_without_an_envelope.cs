using MassTransit;
using MassTransit.Scheduling;
using MassTransit.Serialization;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Vsm.Sagas.Tests.Scheduling;

/// <summary>Commands as raw JSON, whose messages are then sent as raw JSON, too.</summary>
public sealed class When_a_command_comes_without_an_envelope
{
    private static readonly IMessageSerializer Raw = new SystemTextJsonRawMessageSerializer();

    [Test]
    public async Task Its_message_comes_in_the_same_format_and_is_known_by_its_type()
    {
        await using var bench = Build();
        var harness = await bench.StartTestHarness();
        var rings = bench.GetRequiredService<Rung>();
        var (id, correlation) = (NewId.NextGuid(), NewId.NextGuid());
        await (await harness.Bus.GetSendEndpoint(new Uri("exchange:scheduler"))).Send<ScheduleMessage>(
            new Once
            {
                CorrelationId = NewId.NextGuid(),
                ScheduledTime = SchedulerBench.In(0.1),
                PayloadType = [MessageUrn.ForTypeString<Alarm>(), MessageUrn.ForTypeString<IAlarm>()],
                Destination = new Uri($"loopback://localhost/{SchedulerBench.Queue}"),
                Payload = new Alarm { Text = "bare", CorrelationId = correlation },
            },
            x =>
            {
                (x.MessageId, x.Serializer, x.ContentType) = (id, Raw, Raw.ContentType);
                x.Headers.Set("colour", "green");
            });

        var ring = (await rings.UntilAsync(1))[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ring.Message, Is.EqualTo(new Alarm { Text = "bare", CorrelationId = correlation }));
            Assert.That(ring.ContentType, Is.EqualTo("application/json"));
            Assert.That(ring.MessageId, Is.EqualTo(id));
            Assert.That(ring.CorrelationId, Is.EqualTo(correlation), "the token correlates the command alone");
            Assert.That(ring.Headers["colour"], Is.EqualTo("green"));
        }
    }

    [Test]
    public async Task Each_message_of_one_that_recurs_has_an_id_of_its_own()
    {
        await using var bench = Build();
        var harness = await bench.StartTestHarness();
        var rings = bench.GetRequiredService<Rung>();
        await (await harness.Bus.GetSendEndpoint(new Uri("exchange:scheduler"))).Send<ScheduleRecurringMessage>(
            new Again
            {
                CorrelationId = NewId.NextGuid(),
                Schedule = new Bell(),
                PayloadType = [MessageUrn.ForTypeString<Alarm>()],
                Destination = new Uri($"loopback://localhost/{SchedulerBench.Queue}"),
                Payload = new Alarm { Text = "tick" },
            },
            x => (x.Serializer, x.ContentType) = (Raw, Raw.ContentType));

        var rung = await rings.UntilAsync(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rung.Select(x => x.ContentType), Is.All.EqualTo("application/json"));
            Assert.That(rung.Select(x => x.MessageId), Is.Unique.And.None.Null);
        }
    }

    // A bus that reads raw JSON on every endpoint.
    private static ServiceProvider Build() => new ServiceCollection()
        .AddSingleton<Rung>()
        .AddMassTransitTestHarness(bus =>
        {
            bus.AddQuartzMessageScheduler();
            bus.AddConsumer<AlarmConsumer>().Endpoint(x => x.Name = SchedulerBench.Queue);
            bus.UsingInMemory((context, cfg) =>
            {
                cfg.AddRawJsonSerializer();
                cfg.ConfigureEndpoints(context);
            });
        })
        .BuildServiceProvider(true);

    private sealed record Again : ScheduleRecurringMessage
    {
        public required Guid CorrelationId { get; init; }

        public required RecurringSchedule Schedule { get; init; }

        public required string[] PayloadType { get; init; }

        public required Uri Destination { get; init; }

        public required object Payload { get; init; }
    }

    private sealed class Bell : DefaultRecurringSchedule
    {
        public Bell() => (ScheduleId, ScheduleGroup, CronExpression, TimeZoneId) = ("bell", "tower", "* * * * * ?", "UTC");
    }
}
