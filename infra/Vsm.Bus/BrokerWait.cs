using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Vsm.Bus;

/// <summary>Waits at start for a broker that is not there yet, so that the bus finds one, and says in one line what is waited for.</summary>
internal sealed partial class BrokerWait(IOptions<BusOptions> options, TimeProvider clock, ILogger<BrokerWait> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = options.Value.RabbitMq.Uri, ClientProvidedName = "vsm start", AutomaticRecoveryEnabled = false };
        var address = $"{factory.HostName}:{factory.Port}, virtual host {factory.VirtualHost}";
        var limit = options.Value.StartTimeout;
        var giveUp = clock.GetUtcNow() + limit;
        while (true)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(cancellationToken);
                return;
            }
            catch (BrokerUnreachableException exception) when (exception.InnerException is AuthenticationFailureException)
            {
                throw new BrokerUnavailableException(
                    $"The broker at {address} refuses the user {factory.UserName}. Correct user and password in Vsm:RabbitMq:Uri.", exception);
            }
            catch (Exception exception) when (exception is BrokerUnreachableException or OperationInterruptedException)
            {
                var reason = Reason(exception);
                if (clock.GetUtcNow() >= giveUp)
                {
                    throw new BrokerUnavailableException(
                        $"The broker did not answer within {limit:c} (Vsm:StartTimeout) at {address}: {reason}. Start it, or correct Vsm:RabbitMq:Uri.", exception);
                }

                LogWaiting(address, reason);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Reason(Exception exception) =>
        exception is OperationInterruptedException { ShutdownReason: { } reason } ? reason.ReplyText
        : (exception.InnerException as AggregateException)?.InnerExceptions[0].Message ?? (exception.InnerException ?? exception).Message;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the broker at {Address}: {Reason}")]
    private partial void LogWaiting(string address, string reason);
}
