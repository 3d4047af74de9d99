using MassTransit;

namespace Vsm.Resilience.Tests.Guards;

/// <summary>Something to be done by whatever the test says.</summary>
public sealed record Work
{
    public required string What { get; init; }
}

/// <summary>What came of it.</summary>
public sealed record WorkDone
{
    public required string What { get; init; }
}

internal sealed record Handler(Func<ConsumeContext<Work>, Task> Run);

internal sealed class WorkConsumer(Handler handler) : IConsumer<Work>
{
    public Task Consume(ConsumeContext<Work> context) => handler.Run(context);
}

internal sealed record Faults(Action<Fault<Work>> Seen);

internal sealed class FaultConsumer(Faults faults) : IConsumer<Fault<Work>>
{
    public Task Consume(ConsumeContext<Fault<Work>> context)
    {
        faults.Seen(context.Message);
        return Task.CompletedTask;
    }
}
