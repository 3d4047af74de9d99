using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Vsm.Chaos.Recording;

namespace Vsm.Chaos.Bus;

/// <summary>Takes every answer, sent or published, from a durable queue of its own, and writes it down before it acknowledges.</summary>
internal sealed class AnswerReader(Uri broker, Ledger ledger)
{
    public const string Queue = "chaos.answers";
    private const string Published = "Vsm.Contracts.Control:ForwardTaskResultMessage";

    /// <summary>Makes the queue, before anything can be sent to it.</summary>
    public async Task DeclareAsync(CancellationToken cancel)
    {
        await using var connection = await BrokerSession.ConnectAsync(broker, cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancel);
        foreach (var exchange in (string[])[Queue, Published])
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancel);
            await channel.QueueBindAsync(Queue, exchange, "", cancellationToken: cancel);
        }
    }

    public Task RunAsync(CancellationToken cancel) => BrokerSession.RunAsync(
        broker,
        async channel =>
        {
            await channel.BasicQosAsync(0, 200, false, cancel);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, delivery) =>
            {
                Read(delivery.Body.Span, ledger);
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            };
            await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, cancel);
        },
        cancel);

    internal static void Read(ReadOnlySpan<byte> body, Ledger ledger)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var message = document.RootElement.GetProperty("message");
        ledger.Deliver(
            message.GetProperty("taskId").GetGuid(),
            document.RootElement.GetProperty("messageId").GetGuid(),
            message.GetProperty("result").GetString()!,
            message.TryGetProperty("output", out var output) ? output.GetString() : null);
    }
}
