using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Vsm.Chaos.Recording;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Bus;

/// <summary>
/// Listens in on everything that is on its way to the services' queues, and puts a copy of some messages into the queue a second time: at once, or
/// long after.
/// </summary>
internal sealed class Duplicator(Uri broker, Ledger ledger, ConfirmedSender sender, double share, int seed)
{
    private const string Agents = "vsm.s1"; // the topic exchange: the routing key is the queue
    private static readonly double[] Delays = [0, 0.2, 1, 5, 15];
    private readonly Random _random = new(seed ^ 0xd0b1e);
    private CancellationToken _cancel;

    public Task RunAsync(CancellationToken cancel)
    {
        _cancel = cancel;
        return BrokerSession.RunAsync(broker, BeginAsync, cancel);
    }

    private async Task BeginAsync(IChannel channel)
    {
        // One queue for each exchange, as a message does not tell which one it came through.
        foreach (var exchange in (string[])[.. ServiceQueues.All, Agents])
        {
            var tap = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: _cancel);
            await channel.QueueBindAsync(tap.QueueName, exchange, "#", cancellationToken: _cancel);
            var listener = new AsyncEventingBasicConsumer(channel);
            listener.ReceivedAsync += (_, delivery) =>
            {
                Copy(exchange == Agents ? delivery.RoutingKey : exchange, delivery);
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(tap.QueueName, autoAck: true, listener, _cancel);
        }
    }

    private void Copy(string queue, BasicDeliverEventArgs delivery)
    {
        double delay;
        lock (_random)
        {
            if (_random.NextDouble() >= share)
            {
                return;
            }

            delay = Delays[_random.Next(Delays.Length)];
        }

        ledger.Disturb("duplicated");
        // What was delivered is only lent.
        _ = LaterAsync(queue, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray(), delay);
    }

    private async Task LaterAsync(string queue, BasicProperties properties, byte[] body, double delay)
    {
        try
        {
            await Pause.ForAsync(delay, _cancel);
            await sender.SendAsync("", queue, properties, body, _cancel);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
