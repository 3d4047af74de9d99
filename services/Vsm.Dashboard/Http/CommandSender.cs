using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Bus.Watching;

namespace Vsm.Dashboard.Http;

/// <summary>Sends the one command that a request becomes.</summary>
internal sealed partial class CommandSender(IBus bus, BrokerState broker, IOptions<DashboardOptions> options, TimeProvider clock, ILogger<CommandSender> logger)
{
    /// <exception cref="CommandNotSentException">The broker did not take it in time; it may still do so.</exception>
    /// <exception cref="MessageTooLargeException">It is larger than messages may be.</exception>
    public async Task SendAsync<T>(string queue, T command)
        where T : class
    {
        using var limit = new CancellationTokenSource(options.Value.SendTimeout, clock);
        try
        {
            // Nothing is handed to a broker that does not take it: it would be sent once that does, to a caller who was told that it was not.
            await broker.WaitAsync(limit.Token);

            // The wait ends, not the sending: a publish that is cancelled half-way harms the channel that others use.
            await bus.SendTo(queue, command, CancellationToken.None).WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is not MessageTooLargeException)
        {
            LogNotSent(exception, typeof(T).Name, queue);
            throw new CommandNotSentException(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} could not be sent to {Queue}")]
    private partial void LogNotSent(Exception exception, string command, string queue);
}

internal sealed class CommandNotSentException(Exception inner)
    : Exception("The message broker did not take the request; try again.", inner);
