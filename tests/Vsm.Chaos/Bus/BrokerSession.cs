using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Bus;

/// <summary>A channel of the harness's own to the broker itself, not over the wire that is cut; made again whenever it was lost.</summary>
internal static class BrokerSession
{
    /// <summary>Works on a channel until cancelled; starts over on a new one when that ends.</summary>
    public static async Task RunAsync(Uri broker, Func<IChannel, Task> begin, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await using var connection = await ConnectAsync(broker, cancel);
                await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancel);
                var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                channel.ChannelShutdownAsync += (_, _) =>
                {
                    lost.TrySetResult();
                    return Task.CompletedTask;
                };
                await begin(channel);
                await lost.Task.WaitAsync(cancel);
            }
            catch (Exception exception) when (IsLoss(exception))
            {
                // The broker is down, or what the session needs is not there yet, or the run is over.
            }

            if (cancel.IsCancellationRequested)
            {
                return;
            }

            await Pause.ForAsync(0.5, CancellationToken.None);
        }
    }

    public static Task<IConnection> ConnectAsync(Uri broker, CancellationToken cancel) => new ConnectionFactory
    {
        Uri = broker,
        AutomaticRecoveryEnabled = false,
        ClientProvidedName = "Vsm.Chaos",
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        ContinuationTimeout = TimeSpan.FromSeconds(10),
    }.CreateConnectionAsync(cancel);

    /// <summary>The broker went away, as it is made to.</summary>
    public static bool IsLoss(Exception exception) => exception is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException
        or PublishException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException
        or System.Net.Sockets.SocketException;
}
