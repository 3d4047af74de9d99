using RabbitMQ.Client;
using Vsm.Chaos.Recording;
using Vsm.Testing;

namespace Vsm.Chaos.Bus;

/// <summary>Empties the error, skipped and dead-letter queues at the end of a run.</summary>
internal static class DeadReader
{
    public const string DeadLetters = "vsm.dead-letters";

    public static async Task<IReadOnlyList<Dead>> ReadAsync(Uri broker, CancellationToken cancel)
    {
        await using var bus = await PrivateBroker.ConnectAsync(broker, []);
        var dead = new List<Dead>();
        string[] queues = [.. ServiceQueues.All, .. ServiceQueues.Agents, "vsm.s3.intake", "vsm.s3.registry", "vsm.s3.organisations", "vsm.s5.organisations", "vsm.s5.systems"];
        foreach (var queue in (string[])[.. queues.SelectMany(x => (string[])[$"{x}_error", $"{x}_skipped"]), DeadLetters])
        {
            if (await bus.CountAsync(queue) is null)
            {
                continue;
            }

            await using var channel = await bus.OpenAsync();
            while (await channel.BasicGetAsync(queue, autoAck: true, cancel) is { } message)
            {
                var body = System.Text.Encoding.UTF8.GetString(message.Body.Span);
                dead.Add(new Dead(queue, PoisonSender.Find(body), $"{Reason(message)} {(body.Length > 200 ? body[..200] : body)}"));
            }
        }

        return dead;
    }

    private static string Reason(BasicGetResult message) =>
        message.BasicProperties.Headers?.TryGetValue("MT-Fault-Message", out var text) == true && text is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : "";
}
