using MassTransit.Scheduling;

namespace Vsm.Sagas.Tests.Scheduling;

/// <summary>The command that sends a message at its time, as a scheduler of another program writes it.</summary>
internal sealed record Once : ScheduleMessage
{
    public required Guid CorrelationId { get; init; }

    public required DateTime ScheduledTime { get; init; }

    public required string[] PayloadType { get; init; }

    public required Uri Destination { get; init; }

    public required object Payload { get; init; }
}
