using RabbitMQ.Client;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Bus;

/// <summary>Sends until the broker has confirmed, over as many connections as that takes.</summary>
internal sealed class ConfirmedSender(Uri broker) : IAsyncDisposable
{
    private static readonly TimeSpan ConfirmLimit = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _opening = new(1);
    private IConnection? _connection;
    private IChannel? _channel;

    public async Task SendAsync(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        while (true)
        {
            IChannel? channel = null;
            try
            {
                channel = await OpenAsync(cancel);
                await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, new BasicProperties(properties), body, CancellationToken.None)
                    .AsTask().WaitAsync(ConfirmLimit, cancel);
                return;
            }
            catch (Exception exception) when (BrokerSession.IsLoss(exception) && !cancel.IsCancellationRequested)
            {
                await DropAsync(channel);
                await Pause.ForAsync(0.3, cancel);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync(_channel);
        _opening.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancel)
    {
        await _opening.WaitAsync(cancel);
        try
        {
            if (_channel is { IsOpen: true } open)
            {
                return open;
            }

            _connection = await BrokerSession.ConnectAsync(broker, cancel);
            return _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancel);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task DropAsync(IChannel? failed)
    {
        await _opening.WaitAsync();
        try
        {
            if (failed is null || !ReferenceEquals(failed, _channel))
            {
                return;
            }

            _channel = null;
            await _connection!.DisposeAsync();
        }
        catch (Exception exception) when (BrokerSession.IsLoss(exception))
        {
            // It was gone already.
        }
        finally
        {
            _opening.Release();
        }
    }
}
