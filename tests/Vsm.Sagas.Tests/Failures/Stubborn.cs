using MassTransit;
using Vsm.Bus;

namespace Vsm.Sagas.Tests.Failures;

/// <summary>A command whose consumer refuses it for as long as there is a cause.</summary>
public sealed record DoIt(string Text);

public sealed record NobodyTakesIt(string Text);

/// <summary>Why the consumer refuses.</summary>
internal sealed class Cause
{
    public string? Reason { get; set; }

    public List<(string Text, Guid? MessageId)> Done { get; } = [];
}

internal sealed class StubbornConsumer(Cause cause) : IConsumer<DoIt>
{
    public Task Consume(ConsumeContext<DoIt> context)
    {
        if (cause.Reason is { } reason)
        {
            throw new MessageRefusedException(reason);
        }

        lock (cause)
        {
            cause.Done.Add((context.Message.Text, context.MessageId));
        }

        return Task.CompletedTask;
    }
}
