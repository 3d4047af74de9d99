using System.Collections.Concurrent;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Vsm.Benchmarks.Loads;

/// <summary>
/// Publishes persistent messages over one channel, one behind the other without waiting, and completes each when the broker has confirmed it. Keeps
/// its own count of them: the client's tracking adds a header to every message.
/// </summary>
internal sealed class ConfirmedPublisher : IAsyncDisposable
{
    private readonly IChannel _channel;
    private readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource> _unconfirmed = new();
    private readonly Task _publishing;
    private ulong _confirmed;
    private Exception? _failure;

    private ConfirmedPublisher(IChannel channel)
    {
        _channel = channel;
        channel.BasicAcksAsync += OnAckAsync;
        channel.BasicNacksAsync += OnNackAsync;
        channel.BasicReturnAsync += OnReturnAsync;
        channel.ChannelShutdownAsync += OnShutdownAsync;
        _publishing = PublishAllAsync();
    }

    public static async Task<ConfirmedPublisher> OpenAsync(IConnection connection) =>
        new(await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false)));

    /// <summary>Publishes to a queue; done when the broker has the message.</summary>
    public async Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Volatile.Read(ref _failure) is { } failure || !_outgoing.Writer.TryWrite(new Outgoing(queue, properties, body, confirmed)))
        {
            throw new InvalidOperationException("The publisher has failed or is closed.", Volatile.Read(ref _failure));
        }

        await confirmed.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        await _publishing;
        await _channel.DisposeAsync();
    }

    private async Task PublishAllAsync()
    {
        var number = 0UL;
        await foreach (var next in _outgoing.Reader.ReadAllAsync())
        {
            _unconfirmed[++number] = next.Confirmed;
            try
            {
                await _channel.BasicPublishAsync("", next.Queue, mandatory: true, next.Properties, next.Body);
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }
    }

    // Events of a channel come one after the other.
    private Task OnAckAsync(object sender, BasicAckEventArgs confirm)
    {
        for (var number = confirm.Multiple ? _confirmed + 1 : confirm.DeliveryTag; number <= confirm.DeliveryTag; number++)
        {
            if (_unconfirmed.TryRemove(number, out var confirmed))
            {
                confirmed.SetResult();
            }
        }

        _confirmed = confirm.Multiple ? confirm.DeliveryTag : _confirmed;
        return Task.CompletedTask;
    }

    private Task OnNackAsync(object sender, BasicNackEventArgs refusal)
    {
        Fail(new InvalidOperationException("The broker refused a message."));
        return Task.CompletedTask;
    }

    private Task OnReturnAsync(object sender, BasicReturnEventArgs returned)
    {
        Fail(new InvalidOperationException($"There is no queue {returned.RoutingKey}: {returned.ReplyText}"));
        return Task.CompletedTask;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs shutdown)
    {
        Fail(new InvalidOperationException($"The channel was closed: {shutdown.ReplyText}"));
        return Task.CompletedTask;
    }

    private void Fail(Exception exception)
    {
        Volatile.Write(ref _failure, exception);
        foreach (var number in _unconfirmed.Keys)
        {
            if (_unconfirmed.TryRemove(number, out var confirmed))
            {
                confirmed.TrySetException(exception);
            }
        }
    }

    private readonly record struct Outgoing(string Queue, BasicProperties Properties, ReadOnlyMemory<byte> Body, TaskCompletionSource Confirmed);
}
