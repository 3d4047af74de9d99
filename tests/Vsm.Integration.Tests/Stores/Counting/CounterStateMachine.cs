using MassTransit;

namespace Vsm.Integration.Tests.Stores.Counting;

/// <summary>How the saga's first message finds its row.</summary>
internal sealed record Beginning(bool InsertOnInitial);

internal sealed class CounterStateMachine : MassTransitStateMachine<Counter>
{
    public CounterStateMachine(Beginning beginning)
    {
        InstanceState(x => x.CurrentState);
        Event(() => Opening, x =>
        {
            x.CorrelateById(m => m.Message.CounterId);
            x.InsertOnInitial = beginning.InsertOnInitial;
            x.SetSagaFactory(m => new Counter { CorrelationId = m.Message.CounterId });
        });
        Event(() => Counting, x =>
        {
            x.CorrelateById(m => m.Message.CounterId);
            x.OnMissingInstance(m => m.Fault());
        });
        Initially(When(Opening).Then(Open).TransitionTo(Open_));
        During(Open_, When(Opening).Then(Open), When(Counting).Then(x =>
        {
            x.Saga.Count++;
            x.Saga.Version++;
        }));
    }

    public State Open_ { get; } = null!;

    public Event<OpenCounter> Opening { get; } = null!;

    public Event<CountOne> Counting { get; } = null!;

    private static void Open(BehaviorContext<Counter> context)
    {
        context.Saga.Opened++;
        context.Saga.Version++;
    }
}
