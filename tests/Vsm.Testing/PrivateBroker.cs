using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Vsm.Testing;

/// <summary>
/// The virtual host of <c>VSM_TEST_RABBITMQ</c>, emptied of our queues at the start and at the end. AMQP can make no virtual host, so whoever uses it
/// has it alone: tests on it run one after the other.
/// </summary>
public sealed class PrivateBroker : IAsyncDisposable
{
    private static readonly string[] Suffixes = ["", "_error", "_skipped"];
    private readonly IConnection _connection;
    private readonly HashSet<string> _queues;

    private PrivateBroker(Uri address, IConnection connection, IEnumerable<string> queues)
    {
        Address = address;
        _connection = connection;
        _queues = [.. queues.SelectMany(x => Suffixes.Select(suffix => x + suffix))];
    }

    public Uri Address { get; }

    /// <summary>Connects, and deletes these queues with their error and skipped queues and what is bound to them.</summary>
    public static async Task<PrivateBroker> ConnectAsync(Uri address, IEnumerable<string> queues)
    {
        var connection = await new ConnectionFactory { Uri = address, ClientProvidedName = "Vsm.Testing" }.CreateConnectionAsync();
        var broker = new PrivateBroker(address, connection, queues);
        await broker.EmptyAsync();
        return broker;
    }

    public Task<IChannel> OpenAsync() => _connection.CreateChannelAsync();

    /// <summary>A durable queue for the test, gone in the end.</summary>
    public async Task<string> DeclareAsync(string name)
    {
        await using var channel = await OpenAsync();
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
        _queues.Add(name);
        return name;
    }

    /// <summary>Publishes to one queue, as clients without MassTransit do.</summary>
    public async Task PublishAsync(string queue, string body, string contentType)
    {
        await using var channel = await OpenAsync();
        var properties = new BasicProperties { ContentType = contentType, DeliveryMode = DeliveryModes.Persistent };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Messages that are ready in a queue; null when there is no such queue.</summary>
    public async Task<uint?> CountAsync(string queue)
    {
        await using var channel = await OpenAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>The next message of a queue, taken out of it; waits for one.</summary>
    public Task<BrokerMessage> TakeAsync(string queue) => Eventually.ReadAsync($"a message in {queue}", () => TryTakeAsync(queue), x => x is not null)!;

    /// <summary>Takes what is in a queue; the ids of the messages, also of copies.</summary>
    public async Task<IReadOnlyList<string>> TakeIdsAsync(string queue)
    {
        var ids = new List<string>();
        await using var channel = await OpenAsync();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
        {
            ids.Add(message.BasicProperties.MessageId ?? throw new InvalidOperationException($"A message in {queue} has no id."));
        }

        return ids;
    }

    /// <summary>What stands in the error and skipped queues.</summary>
    public async Task<IReadOnlyList<string>> TroubleAsync()
    {
        var trouble = new List<string>();
        foreach (var queue in _queues.Where(x => x.EndsWith("_error", StringComparison.Ordinal) || x.EndsWith("_skipped", StringComparison.Ordinal)))
        {
            if (await CountAsync(queue) > 0)
            {
                trouble.Add($"{queue}: {await TryTakeAsync(queue)}");
            }
        }

        return trouble;
    }

    public async ValueTask DisposeAsync()
    {
        await EmptyAsync();
        await _connection.DisposeAsync();
    }

    private async Task<BrokerMessage?> TryTakeAsync(string queue)
    {
        // A quorum queue that is just being declared has no process yet to take from, and RabbitMQ closes the connection of who tries.
        if (await CountAsync(queue) is null or 0)
        {
            return null;
        }

        await using var channel = await OpenAsync();
        return await channel.BasicGetAsync(queue, autoAck: true) is { } message ? BrokerMessage.Of(message) : null;
    }

    private async Task EmptyAsync()
    {
        foreach (var queue in _queues)
        {
            // Nothing happens when there is none. The exchange of the same name is bound to every message type that an earlier test consumed.
            await using var channel = await OpenAsync();
            await channel.QueueDeleteAsync(queue);
            await channel.ExchangeDeleteAsync(queue);
        }
    }
}
