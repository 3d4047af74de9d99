using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Vsm.Chaos.Recording;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Bus;

/// <summary>
/// Competes with the services for their messages, holds what it gets for a while, and puts it back: these come late, and others overtake them. Its share
/// is what it may hold at once.
/// </summary>
internal sealed class Delayer(Uri broker, Ledger ledger, ConfirmedSender sender, string queue, ushort atOnce, int seed)
{
    private const double Longest = 3;
    private readonly Random _random = new(seed ^ queue.Length);
    private CancellationToken _cancel;

    /// <summary>How many are to be held at once for a share of a queue's messages to be delayed.</summary>
    public static ushort AtOnce(double share, double messagesPerSecond) => (ushort)Math.Clamp(Math.Round(share * messagesPerSecond * Longest / 2), 1, 200);

    public Task RunAsync(CancellationToken cancel)
    {
        _cancel = cancel;
        return BrokerSession.RunAsync(broker, BeginAsync, cancel);
    }

    private async Task BeginAsync(IChannel channel)
    {
        await channel.BasicQosAsync(0, atOnce, false, _cancel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // What was delivered is only lent.
            _ = HoldAsync(channel, delivery.DeliveryTag, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, _cancel);
    }

    private async Task HoldAsync(IChannel channel, ulong tag, BasicProperties properties, byte[] body)
    {
        try
        {
            double seconds;
            lock (_random)
            {
                seconds = _random.NextDouble() * Longest;
            }

            await Pause.ForAsync(seconds, _cancel);
            await sender.SendAsync("", queue, properties, body, _cancel);
            ledger.Disturb("delayed");
            await channel.BasicAckAsync(tag, multiple: false, _cancel);
        }
        catch (Exception exception) when (BrokerSession.IsLoss(exception))
        {
            // The broker gives it to somebody else.
        }
    }
}
