using MassTransit;

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
