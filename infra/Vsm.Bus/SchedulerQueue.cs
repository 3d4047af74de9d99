using MassTransit;

namespace Vsm.Bus;

/// <summary>The queue of those who keep timers, named after the function that does in our processes. Its exchange is addressed, as a sender knows its name but not its arguments.</summary>
public static class SchedulerQueue
{
    public const string Name = "vsm.s3.scheduler";

    public static Uri Address { get; } = new($"exchange:{Name}");

    /// <summary>A command that reaches nobody fails, instead of being lost with its timer.</summary>
    internal sealed class MustBeThere : IFilter<SendContext>
    {
        public Task Send(SendContext context, IPipe<SendContext> next)
        {
            if (context.DestinationAddress?.AbsolutePath.EndsWith($"/{Name}", StringComparison.Ordinal) == true
                && context.TryGetPayload<RabbitMqSendContext>(out var rabbitMq))
            {
                rabbitMq.Mandatory = true;
            }

            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("schedulerMustBeThere");
    }
}
