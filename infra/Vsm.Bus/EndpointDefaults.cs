using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Bus.Limits;
using Vsm.Bus.Queues;
using Vsm.Bus.Retries;
using Vsm.Bus.Watching;

namespace Vsm.Bus;

/// <summary>What every queue has in common.</summary>
internal static class EndpointDefaults
{
    public static void Apply(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint, BusOptions options)
    {
        endpoint.ConcurrentMessageLimit ??= options.ConcurrentMessages;
        endpoint.PrefetchCount = 2 * endpoint.ConcurrentMessageLimit.Value;

        if (CrashPoint.IsSet)
        {
            endpoint.UseFilter(new CrashPointFilter());
        }

        var kinds = context.GetRequiredService<FailureKinds>();
        var stopping = context.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var clock = context.GetRequiredService<TimeProvider>();

        // The limit lies outside of all tries. Retry lies outside the outbox: every try has a new scope, and what a failed one wanted to send is forgotten.
        endpoint.UseTimeout(x => x.Timeout = options.HandlerLimit);
        endpoint.UseMessageRetry(x => x.SetRetryPolicy(_ => new RetryPolicy(new RetryRules(options.OutagePatience, options.Retries), kinds, clock, stopping)));
        endpoint.UseInMemoryOutbox(context);
        endpoint.ConfigureError(x =>
        {
            x.UseFilter(new GiveBack(kinds, stopping));
            x.UseFilter(new FaultHeaders());
            x.UseFilter(new GenerateFaultFilter());
            x.UseFilter(new ErrorTransportFilter());
        });

        var endpoints = context.GetRequiredService<Endpoints>();
        if (EndpointNames.IsReplica(name))
        {
            endpoints.AddReplica(name);
            return;
        }

        context.GetRequiredService<DeclaredQueues>().Add(name);
        var queues = context.GetRequiredService<DurableQueues>();
        endpoints.Watch(name, endpoint, () => queues.IsSingleActive(name));
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            endpoint.ConfigureReceive(x => x.UseFilter(new ReceivedHeaders()));
            Declare(rabbitMq);
            queues.Add(name, rabbitMq);
        }
    }

    /// <summary>How durable queues are declared, and those that MassTransit moves failed messages to.</summary>
    public static void Declare(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.SetQuorumQueue();
        foreach (var (argument, value) in QueueArguments.Ours)
        {
            endpoint.SetQueueArgument(argument, value);
        }

        endpoint.BindDeadLetterQueue(QueueArguments.DeadLetters, QueueArguments.DeadLetters, x => x.SetQuorumQueue());
    }
}
