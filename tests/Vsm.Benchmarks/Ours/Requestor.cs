using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Vsm.Benchmarks.Loads;
using Vsm.Contracts.Control;

namespace Vsm.Benchmarks.Ours;

/// <summary>A service that hands in tasks and takes their answers, with nothing but RabbitMQ's client.</summary>
internal sealed class Requestor : IAsyncDisposable
{
    private const string TaskQueue = "vsm.s3.tasks";
    private const string Answers = "vsm.benchmark.answers";
    private const string EnvelopeType = "application/vnd.masstransit+json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string[] MessageType = ["urn:message:Vsm.Contracts.Control:AssignTaskMessage"];
    private readonly IConnection _connection;
    private readonly ConfirmedPublisher _publisher;
    private readonly IChannel _answers;
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _open = new();
    private readonly ConcurrentBag<string> _surprises = [];

    private Requestor(IConnection connection, ConfirmedPublisher publisher, IChannel answers)
    {
        _connection = connection;
        _publisher = publisher;
        _answers = answers;
    }

    /// <summary>Answers that nobody waited for.</summary>
    public IReadOnlyCollection<string> Surprises => _surprises;

    /// <summary>The tasks handed in since the last call.</summary>
    public ConcurrentQueue<Guid> HandedIn { get; private set; } = new();

    public static async Task<Requestor> ConnectAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "benchmark" }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Answers, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(
            Answers, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Answers, Answers, "");
        await channel.BasicQosAsync(0, 500, global: false);
        var requestor = new Requestor(connection, await ConfirmedPublisher.OpenAsync(connection), channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += requestor.OnAnswerAsync;
        await channel.BasicConsumeAsync(Answers, autoAck: false, consumer);
        return requestor;
    }

    /// <summary>Hands in a task and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">It was not approved.</exception>
    public async Task RunOneAsync()
    {
        var id = Guid.CreateVersion7();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[id] = answered;
        await HandInAsync(id);
        try
        {
            await answered.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Task {id} had no answer within {Patience.TotalSeconds:0} seconds; {_open.Count} are open.");
        }
    }

    /// <summary>Hands in a task whose answer does not matter.</summary>
    public Task HandInAsync(Guid id)
    {
        HandedIn.Enqueue(id);
        var message = new AssignTaskMessage
        {
            TaskId = id,
            Content = TestOrganisation.Content,
            RequiredCapabilities = [TestOrganisation.Capability],
            TaskType = "benchmark",
            Requestor = "benchmark",
            ReplyTo = new Uri($"exchange:{Answers}"),
        };
        var messageId = Guid.CreateVersion7();
        var body = JsonSerializer.SerializeToUtf8Bytes(new { messageId, messageType = MessageType, message }, Json);
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, ContentType = EnvelopeType, MessageId = $"{messageId}" };
        return _publisher.PublishAsync(TaskQueue, properties, body);
    }

    /// <summary>Forgets which tasks were handed in.</summary>
    /// <returns>Them.</returns>
    public Guid[] TakeHandedIn()
    {
        Guid[] taken = [.. HandedIn];
        HandedIn = new ConcurrentQueue<Guid>();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _answers.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task OnAnswerAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var answer = JsonDocument.Parse(delivery.Body).RootElement.GetProperty("message");
        var (id, result) = (answer.GetProperty("taskId").GetGuid(), answer.GetProperty("result").GetString());
        if (!_open.TryRemove(id, out var answered))
        {
            _surprises.Add($"{id} {result}, redelivered: {delivery.Redelivered}");
        }
        else if (result == nameof(TaskOutcome.Approved))
        {
            answered.SetResult();
        }
        else
        {
            answered.SetException(new InvalidOperationException($"Task {id} ended as {result}: {answer.GetProperty("reason").GetString()}"));
        }

        await _answers.BasicAckAsync(delivery.DeliveryTag, multiple: false);
    }
}
