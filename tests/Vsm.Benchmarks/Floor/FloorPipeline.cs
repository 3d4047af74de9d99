using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Vsm.Benchmarks.Loads;

namespace Vsm.Benchmarks.Floor;

/// <summary>
/// The least that a durable task of four steps can be: at each a quorum queue's message is taken, one transaction committed, the next message
/// confirmed, and then the first acknowledged.
/// </summary>
internal sealed class FloorPipeline : IAsyncDisposable
{
    private const int Steps = 4;
    private readonly IConnection _connection;
    private readonly ConfirmedPublisher _publisher;
    private readonly FloorStore _store;
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _open = new();

    private FloorPipeline(IConnection connection, ConfirmedPublisher publisher, FloorStore store)
    {
        _connection = connection;
        _publisher = publisher;
        _store = store;
    }

    public static async Task<FloorPipeline> StartAsync(Uri broker, string database)
    {
        var store = await FloorStore.OpenAsync(database);
        var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "floor" }.CreateConnectionAsync();
        var pipeline = new FloorPipeline(connection, await ConfirmedPublisher.OpenAsync(connection), store);
        for (var step = 1; step <= Steps; step++)
        {
            await pipeline.ConsumeAsync(step);
        }

        return pipeline;
    }

    public async Task RunOneAsync()
    {
        var task = Guid.CreateVersion7();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[task] = done;
        await PublishAsync(1, task);
        await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _connection.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task ConsumeAsync(int step)
    {
        var channel = await _connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(
            Queue(step), durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.BasicQosAsync(0, 500, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var (message, task) = FloorMessage.Read(delivery.Body.Span);
            _ = StepAsync(channel, delivery.DeliveryTag, step, message, task);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(Queue(step), autoAck: false, consumer);
    }

    private async Task StepAsync(IChannel channel, ulong delivery, int step, Guid message, Guid task)
    {
        try
        {
            await _store.ApplyAsync(message, task, step);
            if (step < Steps)
            {
                await PublishAsync(step + 1, task);
            }

            await channel.BasicAckAsync(delivery, multiple: false);
            if (step == Steps && _open.TryRemove(task, out var done))
            {
                done.SetResult();
            }
        }
        catch (Exception exception)
        {
            if (_open.TryRemove(task, out var failed))
            {
                failed.SetException(exception);
            }
        }
    }

    private Task PublishAsync(int step, Guid task) => _publisher.PublishAsync(
        Queue(step), new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, FloorMessage.Write(Guid.CreateVersion7(), task));

    private static string Queue(int step) => $"vsm.benchmark.floor.{step}";
}
