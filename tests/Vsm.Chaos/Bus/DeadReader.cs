using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Vsm.Chaos.Recording;
using Vsm.Testing;

namespace Vsm.Chaos.Bus;

/// <summary>Empties the error, skipped and dead-letter queues at the end of a run.</summary>
internal static class DeadReader
{
    public const string DeadLetters = "vsm.dead-letters";

    private const int MostText = 300;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Dead>> ReadAsync(Uri broker, CancellationToken cancel)
    {
        await using var bus = await PrivateBroker.ConnectAsync(broker, []);
        var dead = new List<Dead>();
        string[] queues = [.. ServiceQueues.All, .. ServiceQueues.Agents, "vsm.s3.intake", "vsm.s3.registry", "vsm.s3.organisations", "vsm.s5.organisations", "vsm.s5.systems"];
        foreach (var queue in (string[])[.. queues.SelectMany(x => (string[])[$"{x}_error", $"{x}_skipped"]), DeadLetters])
        {
            if (await bus.CountAsync(queue) is null or 0)
            {
                continue;
            }

            await using var channel = await bus.OpenAsync();
            dead.AddRange(await ReadAsync(channel, queue, cancel));
        }

        return dead;
    }

    // As a consumer: some of these queues have a single active one, and are not to be read otherwise.
    private static async Task<List<Dead>> ReadAsync(IChannel channel, string queue, CancellationToken cancel)
    {
        var found = Channel.CreateUnbounded<Dead>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var body = Encoding.UTF8.GetString(delivery.Body.Span);
            found.Writer.TryWrite(new Dead(queue, PoisonSender.Find(body), $"{Reason(delivery)} {(body.Length > MostText ? body[..MostText] : body)}"));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancel);
        var dead = new List<Dead>();
        while (await NextAsync(found.Reader, cancel) is { } next)
        {
            dead.Add(next);
        }

        return dead;
    }

    private static async Task<Dead?> NextAsync(ChannelReader<Dead> found, CancellationToken cancel)
    {
        try
        {
            return await found.ReadAsync(cancel).AsTask().WaitAsync(Silence, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static string Reason(BasicDeliverEventArgs message) =>
        message.BasicProperties.Headers?.TryGetValue("MT-Fault-Message", out var text) == true && text is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "";
}
