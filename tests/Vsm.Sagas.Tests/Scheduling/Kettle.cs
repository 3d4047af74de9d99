using MassTransit;

namespace Vsm.Sagas.Tests.Scheduling;

/// <summary>A saga that waits: for water to boil, which it may be told not to, and for a cup that somebody may bring in time.</summary>
internal sealed class Kettle : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public Guid? BoilToken { get; set; }

    public Guid? CupRequest { get; set; }

    public int Boiled { get; set; }

    public string Cup { get; set; } = "";
}

public sealed record SwitchOn
{
    public required Guid KettleId { get; init; }

    public required int Milliseconds { get; init; }
}

public sealed record SwitchOff
{
    public required Guid KettleId { get; init; }
}

public sealed record AskForCup
{
    public required Guid KettleId { get; init; }

    public required bool Served { get; init; }
}

public sealed record Boiled
{
    public required Guid KettleId { get; init; }
}

public sealed record BringCup
{
    public required bool Served { get; init; }
}

public sealed record CupBrought
{
    public required string Colour { get; init; }
}

internal sealed class KettleStateMachine : MassTransitStateMachine<Kettle>
{
    public KettleStateMachine()
    {
        InstanceState(x => x.CurrentState);
        Event(() => On, x => x.CorrelateById(y => y.Message.KettleId));
        Event(() => Off, x => x.CorrelateById(y => y.Message.KettleId));
        Event(() => CupWanted, x => x.CorrelateById(y => y.Message.KettleId));
        Schedule(() => Boil, x => x.BoilToken, x => x.Received = y => y.CorrelateById(z => z.Message.KettleId));
        Request(() => Cup, x => x.CupRequest, x =>
        {
            x.ServiceAddress = new Uri("exchange:vsm.tests.cupboard");
            x.Timeout = TimeSpan.FromSeconds(10);
        });
        Initially(When(On).SetBoiling(this).TransitionTo(Hot));
        During(Hot,
            When(On).SetBoiling(this),
            When(Off).Unschedule(Boil),
            When(Boil!.Received).Then(x => x.Saga.Boiled++),
            When(CupWanted).Request(Cup, x => new BringCup { Served = x.Message.Served }).TransitionTo(Cup!.Pending));
        During(Cup.Pending,
            When(Cup.Completed).Then(x => x.Saga.Cup = x.Message.Colour).TransitionTo(Hot),
            When(Cup.TimeoutExpired).Then(x => x.Saga.Cup = "none").TransitionTo(Hot));
    }

    public State Hot { get; } = null!;

    public Event<SwitchOn> On { get; } = null!;

    public Event<SwitchOff> Off { get; } = null!;

    public Event<AskForCup> CupWanted { get; } = null!;

    public Schedule<Kettle, Boiled> Boil { get; } = null!;

    public Request<Kettle, BringCup, CupBrought> Cup { get; } = null!;
}

internal static class KettleActivities
{
    public static EventActivityBinder<Kettle, SwitchOn> SetBoiling(this EventActivityBinder<Kettle, SwitchOn> step, KettleStateMachine machine) =>
        step.Schedule(machine.Boil, x => new Boiled { KettleId = x.Saga.CorrelationId }, x => TimeSpan.FromMilliseconds(x.Message.Milliseconds));
}
