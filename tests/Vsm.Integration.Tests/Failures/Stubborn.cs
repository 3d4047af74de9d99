using System.Collections.Concurrent;
using MassTransit;
using Vsm.Bus;

namespace Vsm.Integration.Tests.Failures;

public sealed record DoIt(string Text);

public sealed record NobodyTakesIt(string Text);

/// <summary>Why the consumer refuses, and what it did.</summary>
internal sealed class Cause
{
    public volatile string? Reason = "no";

    public ConcurrentQueue<(string Text, Guid MessageId)> Done { get; } = [];
}

internal sealed class StubbornConsumer(Cause cause) : IConsumer<DoIt>
{
    public Task Consume(ConsumeContext<DoIt> context)
    {
        if (cause.Reason is { } reason)
        {
            throw new MessageRefusedException(reason);
        }

        cause.Done.Enqueue((context.Message.Text, context.MessageId!.Value));
        return Task.CompletedTask;
    }
}
