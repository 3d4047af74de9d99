using System.Collections.Concurrent;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;

namespace Vsm.Bus.Queues;

/// <summary>The durable queues of this process, as they are configured.</summary>
internal sealed class DurableQueues
{
    private readonly ConcurrentDictionary<string, ReceiveSettings> _settings = new();

    /// <summary>Each queue with the arguments that it is declared with; read it once the bus is made.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>> All => _settings.ToDictionary(
        x => x.Key, x => (IReadOnlyDictionary<string, object>)new Dictionary<string, object>(x.Value.QueueArguments));

    public bool IsSingleActive(string queue) =>
        _settings.TryGetValue(queue, out var settings) && settings.QueueArguments.TryGetValue(QueueArguments.SingleActiveConsumer, out var value) && value is true;

    public void Add(string queue, IRabbitMqReceiveEndpointConfigurator endpoint) => _settings[queue] = endpoint is RabbitMqReceiveEndpointConfiguration configuration
        ? configuration.Settings
        : throw new NotSupportedException($"{endpoint.GetType()} does not tell the arguments of {queue}, so they cannot be checked.");
}
