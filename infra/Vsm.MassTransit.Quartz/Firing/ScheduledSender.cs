using System.Collections.Concurrent;
using MassTransit.Middleware;
using MassTransit.Serialization;

namespace MassTransit.QuartzIntegration;

/// <summary>Sends stored messages to where they were to be sent or published.</summary>
internal sealed class ScheduledSender(IBus bus)
{
    private const string UrnPrefix = "urn:message:";
    private readonly ConcurrentDictionary<string, Type?> _types = new();

    public async Task SendAsync(StoredMessage message)
    {
        var endpoint = await EndpointAsync(message.Destination, message.MessageType.Split(';')[0]);
        // A send that is cancelled half-way harms the channel that others use.
        await endpoint.Send(new SerializedMessageBody(), new OutboxMessageSendPipe(message, message.Destination), CancellationToken.None);
    }

    // Sent to its address alone, a published message reaches only an exchange without the bindings to those of its base types.
    private Task<ISendEndpoint> EndpointAsync(Uri address, string urn) =>
        _types.GetOrAdd(urn, TypeOf) is { } type && bus.Topology.TryGetPublishAddress(type, out var published) && published.AbsolutePath == address.AbsolutePath
            ? ((IPublisher)Activator.CreateInstance(typeof(Publisher<>).MakeGenericType(type))!).EndpointAsync(bus)
            : bus.GetSendEndpoint(address);

    private static Type? TypeOf(string urn)
    {
        if (!urn.StartsWith(UrnPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = urn[UrnPrefix.Length..].Replace(':', '.');
        return AppDomain.CurrentDomain.GetAssemblies().Select(x => x.GetType(name)).FirstOrDefault(x => x is { IsClass: true } or { IsInterface: true });
    }

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
