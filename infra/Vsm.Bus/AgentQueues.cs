using MassTransit;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Vsm.Bus.Queues;

namespace Vsm.Bus;

/// <summary>
/// Queues that come and go while the process runs, bound to a topic exchange by their name; all replicas that connect one compete on it.
/// </summary>
public sealed class AgentQueues
{
    private readonly IReceiveEndpointConnector _connector;
    private readonly QueueCheck _check;
    private readonly BusOptions _options;

    internal AgentQueues(IReceiveEndpointConnector connector, QueueCheck check, IOptions<BusOptions> options) =>
        (_connector, _check, _options) = (connector, check, options.Value);

    /// <summary>Address of the topic exchange; a message needs the queue's name as its routing key.</summary>
    public static Uri AddressOf(string exchange) => new($"exchange:{exchange}?type=topic");

    /// <summary>Connects a queue and waits until it takes messages.</summary>
    /// <exception cref="QueueMismatchException">The queue is there with other arguments.</exception>
    public async Task<HostReceiveEndpointHandle> ConnectAsync(
        string exchange, string queue, int concurrentMessages, Action<IRegistrationContext, IReceiveEndpointConfigurator> configure, CancellationToken cancel)
    {
        if (_options.Transport == Transport.RabbitMq)
        {
            await _check.CheckAsync(QueueVerification.WithCompanions(new Dictionary<string, IReadOnlyDictionary<string, object>> { [queue] = QueueArguments.Ours }), cancel);
        }

        var handle = _connector.ConnectReceiveEndpoint(queue, (context, endpoint) =>
        {
            // What is sent to the queue is for it alone; the exchanges of its message types would bring it everybody's.
            endpoint.ConfigureConsumeTopology = false;
            endpoint.ConcurrentMessageLimit = concurrentMessages;
            EndpointDefaults.Apply(context, queue, endpoint, _options);
            switch (endpoint)
            {
                case IRabbitMqReceiveEndpointConfigurator rabbitMq:
                    rabbitMq.Bind(exchange, x =>
                    {
                        x.ExchangeType = ExchangeType.Topic;
                        x.RoutingKey = queue;
                    });
                    break;
                case IInMemoryReceiveEndpointConfigurator inMemory:
                    inMemory.Bind(exchange, MassTransit.Transports.Fabric.ExchangeType.Topic, queue);
                    break;
            }

            configure(context, endpoint);
        });
        try
        {
            await handle.Ready.WaitAsync(cancel);
            return handle;
        }
        catch
        {
            // Half connected, it would stand in the way of the next try under its name.
            await handle.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
