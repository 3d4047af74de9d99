using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Persistence;

namespace Vsm.Integration.Tests.Stores.Counting;

/// <summary>A saga that counts, without anything that keeps its messages from racing.</summary>
internal sealed class Counter : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public int Opened { get; set; }

    public int Count { get; set; }

    public int Version { get; set; }
}

public sealed record OpenCounter
{
    public required Guid CounterId { get; init; }
}

public sealed record CountOne
{
    public required Guid CounterId { get; init; }
}

internal sealed class CounterStateMachine : MassTransitStateMachine<Counter>
{
    public CounterStateMachine(bool insertOnInitial)
    {
        InstanceState(x => x.CurrentState);
        Event(() => Opening, x =>
        {
            x.CorrelateById(m => m.Message.CounterId);
            x.InsertOnInitial = insertOnInitial;
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

internal sealed class CounterDbContext(DbContextOptions<CounterDbContext> options, IStoreProvider store)
    : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "counting";

    public DbSet<Counter> Counters => Set<Counter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Counter>(x =>
        {
            x.ToTable("counters");
            x.HasKey(counter => counter.CorrelationId);
            x.Property(counter => counter.CorrelationId).ValueGeneratedNever();
            x.Property(counter => counter.Version).IsConcurrencyToken();
        });
        base.OnModelCreating(modelBuilder);
    }
}
