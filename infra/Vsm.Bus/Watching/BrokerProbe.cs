using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Vsm.Bus.Watching;

/// <summary>A connection to the broker that only looks, so that it sees what the bus's own connection would not say.</summary>
internal sealed class BrokerProbe(IOptions<BusOptions> options, BrokerState state) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private IConnection? _connection;

    /// <summary>Asks the broker for a sign of life, and for word of whether it blocks publishers.</summary>
    public async Task ProbeAsync(CancellationToken cancel)
    {
        if (_connection is not { IsOpen: true })
        {
            await ConnectAsync(cancel);
        }

        if (state.Problem is { } problem && problem.StartsWith(Blocked, StringComparison.Ordinal))
        {
            return; // it says so when it is over, and reads nothing before
        }

        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancel).WaitAsync(Limit, cancel);
        // Only who publishes is told of a block. There is no such queue: the message ends here.
        await channel.BasicPublishAsync("", "vsm.probe", ReadOnlyMemory<byte>.Empty, cancel).AsTask().WaitAsync(Limit, cancel);
        if (state.Problem is { } other && !other.StartsWith(Blocked, StringComparison.Ordinal))
        {
            state.Set(null);
        }
    }

    /// <summary>Ready messages and consumers of a queue; null: there is no such queue.</summary>
    public async Task<(uint Ready, uint Consumers)?> LookAsync(string queue, CancellationToken cancel)
    {
        var connection = _connection ?? throw new InvalidOperationException("Probe first.");
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel).WaitAsync(Limit, cancel);
        try
        {
            var found = await channel.QueueDeclarePassiveAsync(queue, cancel).WaitAsync(Limit, cancel);
            return (found.MessageCount, found.ConsumerCount);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            // A broker that does not answer is not waited for.
            await connection.CloseAsync(Constants.ReplySuccess, "", TimeSpan.FromSeconds(1), abort: true);
            await connection.DisposeAsync();
        }
    }

    private const string Blocked = "it blocks publishers";

    private async Task ConnectAsync(CancellationToken cancel)
    {
        await DisposeAsync();
        var factory = new ConnectionFactory
        {
            Uri = options.Value.RabbitMq.Uri, ClientProvidedName = "vsm watch", AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Limit,
        };
        var connection = await factory.CreateConnectionAsync(cancel).WaitAsync(Limit + Limit, cancel);
        connection.ConnectionBlockedAsync += (_, x) => Say($"{Blocked} ({x.Reason})");
        connection.ConnectionUnblockedAsync += (_, _) => Say(null);
        connection.ConnectionShutdownAsync += (sender, x) => ReferenceEquals(sender, _connection) ? Say($"the connection was lost ({x.ReplyText})") : Task.CompletedTask;
        _connection = connection;
        state.Set(null);
    }

    private Task Say(string? problem)
    {
        state.Set(problem);
        return Task.CompletedTask;
    }
}
