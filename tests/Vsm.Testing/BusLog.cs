using System.Collections.Concurrent;
using System.Collections.Immutable;
using MassTransit;

namespace Vsm.Testing;

/// <summary>A message that left or was dealt with.</summary>
/// <param name="Queue">Where it was sent to, or dealt with.</param>
/// <param name="Failure">Why dealing with it failed, after all retries.</param>
public sealed record LoggedMessage(object Message, Guid? MessageId, string Queue, Exception? Failure = null);

/// <summary>
/// Everything that a bus sent, published and dealt with, to look at or to wait for. A message counts as dealt with once all that it caused was sent.
/// </summary>
public sealed class BusLog : ISendObserver, IPublishObserver, IConsumeObserver, IReceiveObserver
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private ImmutableList<LoggedMessage> _sent = [];
    private ImmutableList<LoggedMessage> _consumed = [];
    private ImmutableList<LoggedMessage> _received = [];
    private readonly ConcurrentDictionary<(Guid?, string), TaskCompletionSource<LoggedMessage>> _consumptions = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<LoggedMessage> Consumed => Read(ref _consumed);

    public IReadOnlyList<LoggedMessage> Sent => Read(ref _sent);

    public IReadOnlyList<T> SentOf<T>(Func<T, bool>? which = null) => [.. Sent.Select(x => x.Message).OfType<T>().Where(which ?? (_ => true))];

    /// <summary>Waits until a message was sent or published.</summary>
    public async Task<T> SendingOf<T>(Func<T, bool>? which = null) =>
        (T)(await WaitAsync(() => Sent.FirstOrDefault(x => x.Message is T message && which?.Invoke(message) != false), typeof(T).Name)).Message;

    /// <summary>Waits until so many were sent or published; the same message sent again counts again.</summary>
    public async Task<List<T>> SendingsOf<T>(int count, Func<T, bool> which)
    {
        await WaitAsync(() => SentOf(which).Count >= count ? Sent[0] : null, $"{count} {typeof(T).Name}");
        return [.. SentOf(which)];
    }

    /// <summary>Waits until a queue has dealt with a message, or failed to.</summary>
    public async Task<LoggedMessage> ConsumptionOf(Guid messageId, string queue)
    {
        try
        {
            return await Consumption(messageId, queue).Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw InVain($"message {messageId} at {queue}");
        }
    }

    /// <summary>Waits until a queue has dealt with a message, or failed to.</summary>
    public Task<LoggedMessage> ConsumptionOf<T>(string queue, Func<T, bool>? which = null) => WaitAsync(
        () => Consumed.FirstOrDefault(x => x.Queue == queue && x.Message is T message && which?.Invoke(message) != false), $"{typeof(T).Name} at {queue}");

    /// <summary>Waits until a queue is done with what was sent to it, message or not.</summary>
    /// <returns>Why it gave up, if it did.</returns>
    public async Task<Exception?> ReceptionOf(Guid messageId) =>
        (await WaitAsync(() => Read(ref _received).FirstOrDefault(x => x.MessageId == messageId), $"the transport's message {messageId}")).Failure;

    Task ISendObserver.PostSend<T>(SendContext<T> context) => Add(ref _sent, new(context.Message, context.MessageId, Name(context.DestinationAddress)));

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context) => Add(ref _sent, new(context.Message, context.MessageId, Name(context.DestinationAddress)));

    Task IConsumeObserver.PostConsume<T>(ConsumeContext<T> context) =>
        Consume(new(context.Message, context.MessageId, Name(context.ReceiveContext.InputAddress)));

    Task IConsumeObserver.ConsumeFault<T>(ConsumeContext<T> context, Exception exception) =>
        Consume(new(context.Message, context.MessageId, Name(context.ReceiveContext.InputAddress), exception));

    Task IReceiveObserver.PostReceive(ReceiveContext context) => Add(ref _received, new(context.Body, context.GetMessageId(), Name(context.InputAddress)));

    Task IReceiveObserver.ReceiveFault(ReceiveContext context, Exception exception) =>
        Add(ref _received, new(context.Body, context.GetMessageId(), Name(context.InputAddress), exception));

    Task IReceiveObserver.PreReceive(ReceiveContext context) => Task.CompletedTask;

    Task IReceiveObserver.PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) => Task.CompletedTask;

    Task IReceiveObserver.ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) =>
        Add(ref _received, new(context.Message, context.MessageId, Name(context.ReceiveContext.InputAddress), exception));

    Task ISendObserver.PreSend<T>(SendContext<T> context) => Task.CompletedTask;

    Task ISendObserver.SendFault<T>(SendContext<T> context, Exception exception) => Task.CompletedTask;

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    Task IConsumeObserver.PreConsume<T>(ConsumeContext<T> context) => Task.CompletedTask;

    private Task Consume(LoggedMessage message)
    {
        Add(ref _consumed, message);
        Consumption(message.MessageId, message.Queue).TrySetResult(message);
        return Task.CompletedTask;
    }

    private TaskCompletionSource<LoggedMessage> Consumption(Guid? messageId, string queue) => _consumptions.GetOrAdd(
        (messageId, queue), _ => new TaskCompletionSource<LoggedMessage>(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string Name(Uri? address) => address?.AbsolutePath.TrimStart('/') ?? "";

    private ImmutableList<LoggedMessage> Read(ref ImmutableList<LoggedMessage> list)
    {
        lock (_lock)
        {
            return list;
        }
    }

    private Task Add(ref ImmutableList<LoggedMessage> list, LoggedMessage message)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            list = list.Add(message);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
        return Task.CompletedTask;
    }

    private async Task<LoggedMessage> WaitAsync(Func<LoggedMessage?> find, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (find() is { } found)
            {
                return found;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw InVain(what);
            }
        }
    }

    private TimeoutException InVain(string what)
    {
        return new($"Waited in vain for {what}. Sent: {Names(Sent)}. Dealt with: {Names(Consumed)}.");

        static string Names(IEnumerable<LoggedMessage> messages) =>
            string.Join(", ", messages.Select(x => x.Message.GetType().Name + (x.Failure is { } failure ? $" ({failure.GetBaseException().Message})" : "")));
    }
}
