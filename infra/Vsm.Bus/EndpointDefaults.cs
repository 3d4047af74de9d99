using MassTransit;
using Microsoft.Extensions.DependencyInjection;

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

        if (EndpointNames.IsReplica(name))
        {
            return;
        }

        context.GetRequiredService<DeclaredQueues>().Add(name);
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            Declare(rabbitMq);
        }
    }

    /// <summary>How durable queues are declared, and those that MassTransit moves failed messages to.</summary>
    public static void Declare(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);

        // At least once: the queue keeps what it gives up until the dead-letter queue has confirmed it, which needs this overflow rule.
        endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        endpoint.SetQueueArgument("x-overflow", "reject-publish");
        endpoint.BindDeadLetterQueue(DeadLetters, DeadLetters, x => x.SetQuorumQueue());
    }
}
