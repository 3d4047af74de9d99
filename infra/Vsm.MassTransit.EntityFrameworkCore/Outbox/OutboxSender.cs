using System.Collections.Concurrent;
using MassTransit.Middleware;
using MassTransit.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Sends stored messages to where they were sent or published.</summary>
internal sealed class OutboxSender(IBus bus)
{
    private readonly ConcurrentDictionary<string, Type?> _types = new();

    public async Task SendAsync(OutboxMessage message)
    {
        if (message.DestinationAddress is not { } address)
        {
            throw new InvalidOperationException($"Message {message.MessageId} has no destination.");
        }

        message.Deserialize(SystemTextJsonMessageSerializer.Instance);
        var endpoint = await EndpointAsync(address, message.MessageType);
        await endpoint.Send(new SerializedMessageBody(), new OutboxMessageSendPipe(message, address), CancellationToken.None);
    }

    // Sent to its address alone, a message reaches only an exchange without the bindings to those of its base types.
    private Task<ISendEndpoint> EndpointAsync(Uri address, string messageType) =>
        TypeOf(messageType) is { } type && bus.Topology.TryGetPublishAddress(type, out var published) && published.AbsolutePath == address.AbsolutePath
            ? ((IPublisher)Activator.CreateInstance(typeof(Publisher<>).MakeGenericType(type))!).EndpointAsync(bus)
            : bus.GetSendEndpoint(address);

    private Type? TypeOf(string messageType) => _types.GetOrAdd(messageType.Split(';')[0], urn =>
    {
        const string Prefix = "urn:message:";
        if (!urn.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = urn[Prefix.Length..].Replace(':', '.');
        return AppDomain.CurrentDomain.GetAssemblies().Select(x => x.GetType(name)).FirstOrDefault(x => x is { IsClass: true } or { IsInterface: true });
    });

    private interface IPublisher
    {
        Task<ISendEndpoint> EndpointAsync(IPublishEndpointProvider provider);
    }

    private sealed class Publisher<T> : IPublisher
        where T : class
    {
        public Task<ISendEndpoint> EndpointAsync(IPublishEndpointProvider provider) => provider.GetPublishSendEndpoint<T>();
    }
}
