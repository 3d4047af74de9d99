using MassTransit;

namespace Vsm.Integration.Tests.Outbox;

internal sealed class Counter : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public string Colour { get; set; } = "";

    public int Started { get; set; }

    public int Count { get; set; }

    public uint Version { get; set; }
}

public sealed record StartCounter
{
    public required Guid CounterId { get; init; }

    public required string Colour { get; init; }
}

public sealed record CountUp
{
    public required Guid CounterId { get; init; }
}

public sealed record CountColour
{
    public required string Colour { get; init; }
}

public sealed record EndCounter
{
    public required Guid CounterId { get; init; }
}

internal sealed class CounterStateMachine : MassTransitStateMachine<Counter>
{
    public CounterStateMachine()
    {
        InstanceState(x => x.CurrentState);
        Event(() => Start, x =>
        {
            x.CorrelateById(y => y.Message.CounterId);
            x.InsertOnInitial = true;
            x.SetSagaFactory(y => new Counter { CorrelationId = y.Message.CounterId, Colour = y.Message.Colour });
        });
        Event(() => Up, x => x.CorrelateById(y => y.Message.CounterId));
        Event(() => Colour, x => x.CorrelateBy((counter, message) => counter.Colour == message.Message.Colour).OnMissingInstance(y => y.Discard()));
        Event(() => End, x => x.CorrelateById(y => y.Message.CounterId));
        Initially(When(Start).Then(x => x.Saga.Started++).TransitionTo(Counting));
        During(Counting,
            When(Start).Then(x => x.Saga.Started++),
            When(Up).Then(x => x.Saga.Count++).Publish(x => new OrderPlaced { Number = x.Saga.Count }),
            When(Colour).Then(x => x.Saga.Count += 100),
            When(End).Finalize());
        SetCompletedWhenFinalized();
    }

    public State Counting { get; } = null!;

    public Event<StartCounter> Start { get; } = null!;

    public Event<CountUp> Up { get; } = null!;

    public Event<CountColour> Colour { get; } = null!;

    public Event<EndCounter> End { get; } = null!;
}
