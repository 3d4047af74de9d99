using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;

namespace Vsm.Dashboard.Http;

/// <summary>Sends the one command that a request becomes.</summary>
internal sealed partial class CommandSender(IBus bus, IOptions<DashboardOptions> options, TimeProvider clock, ILogger<CommandSender> logger)
{
    /// <exception cref="CommandNotSentException">The broker did not take it in time; it may still do so.</exception>
    /// <exception cref="MessageTooLargeException">It is larger than messages may be.</exception>
    public async Task SendAsync<T>(string queue, T command)
        where T : class
    {
        try
        {
            // The wait ends, not the sending: a publish that is cancelled half-way harms the channel that others use.
            await bus.SendTo(queue, command, CancellationToken.None).WaitAsync(options.Value.SendTimeout, clock);
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
