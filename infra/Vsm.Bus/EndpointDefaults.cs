using MassTransit;

namespace Vsm.Bus;

/// <summary>What every queue has in common. The arguments of durable queues are final: RabbitMQ refuses to change them.</summary>
internal static class EndpointDefaults
{
    public const string DeadLetters = "vsm.dead-letters";
    public const int DeliveryLimit = 50;

    public static void Apply(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint, BusOptions options)
    {
        endpoint.ConcurrentMessageLimit ??= options.ConcurrentMessages;
        endpoint.PrefetchCount = 2 * endpoint.ConcurrentMessageLimit.Value;

        if (CrashPoint.IsSet)
        {
            endpoint.UseFilter(new CrashPointFilter());
        }

        // Retry lies outside the outbox: every try has a new scope, and what a failed one wanted to send is forgotten.
        endpoint.UseMessageRetry(x =>
        {
            x.Ignore<MessageRefusedException>();
            if (options.Retries > 0)
            {
                x.Exponential(options.Retries, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100));
            }
            else
            {
                x.None();
            }
        });
        endpoint.UseInMemoryOutbox(context);

        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq && !EndpointNames.IsReplica(name))
        {
            rabbitMq.SetQuorumQueue();
            rabbitMq.SetQueueArgument("x-delivery-limit", DeliveryLimit);

            // At least once: the queue keeps what it gives up until the dead-letter queue has confirmed it, which needs this overflow rule.
            rabbitMq.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
            rabbitMq.SetQueueArgument("x-overflow", "reject-publish");
            rabbitMq.BindDeadLetterQueue(DeadLetters, DeadLetters, x => x.SetQuorumQueue());
        }
    }
}
