using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Sends what the bus outbox holds. Any number of these share the work: each takes some outboxes for a while, sends them next to each other and what is in
/// one of them in order, and removes what the broker has confirmed. No transaction is open meanwhile; one that dies is followed by another when its time is over.
/// </summary>
internal sealed partial class BusOutboxDeliveryService<TDbContext>(
    IServiceScopeFactory scopes, IBusControl bus, OutboxSender sender, IBusOutboxNotification notification, IOptions<OutboxDeliveryServiceOptions> options,
    TimeProvider clock, ILogger<BusOutboxDeliveryService<TDbContext>> logger)
    : BackgroundService
    where TDbContext : DbContext
{
    private const int MostFailure = 1024;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private readonly OutboxDeliveryServiceOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
                if (await DeliverAsync(stoppingToken) == 0)
                {
                    await notification.WaitForDelivery(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                await Task.Delay(_options.QueryDelay, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sends what is due; how many outboxes it looked at.</summary>
    internal async Task<int> DeliverAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(_options.QueryTimeout);
        var claim = new OutboxClaim(context, NewId.NextGuid(), clock.GetUtcNow().UtcDateTime, Lease);
        var claimed = await claim.TakeAsync(_options.QueryMessageLimit, cancel);
        if (claimed.Count == 0)
        {
            return 0;
        }

        var messages = await claim.MessagesAsync(claimed, _options.MessageDeliveryLimit, cancel);
        var sent = await Task.WhenAll(messages.GroupBy(x => x.OutboxId!.Value).Select(x => SendAsync(x, claim.Until, cancel)));

        // What is with the broker is removed even while the process stops, or it would be sent again.
        await claim.RemoveAsync([.. sent.SelectMany(x => x.Sent)], CancellationToken.None);
        var isThere = bus.CheckHealth().Status == BusHealthStatus.Healthy;
        foreach (var (outboxId, failure) in sent.Where(x => x.Failure is not null).Select(x => (x.OutboxId, x.Failure!)))
        {
            await FailAsync(claim, outboxId, failure, isThere);
        }

        await claim.LeaveAsync(CancellationToken.None);
        return claimed.Count;
    }

    private async Task<Delivery> SendAsync(IGrouping<Guid, OutboxMessage> messages, DateTime until, CancellationToken cancel)
    {
        var sent = new List<long>();
        foreach (var message in messages)
        {
            if (cancel.IsCancellationRequested || clock.GetUtcNow().UtcDateTime + _options.MessageDeliveryTimeout > until)
            {
                break;
            }

            try
            {
                await sender.SendAsync(message).WaitAsync(_options.MessageDeliveryTimeout, clock, CancellationToken.None);
                sent.Add(message.SequenceNumber);
            }
            catch (Exception exception)
            {
                LogNotSent(exception, message.MessageId, message.MessageType, message.DestinationAddress);
                return new Delivery(messages.Key, sent, $"{message.MessageId} to {message.DestinationAddress}: {exception.Message}");
            }
        }

        return new Delivery(messages.Key, sent, null);
    }

    private async Task FailAsync(OutboxClaim claim, Guid outboxId, string failure, bool isBrokerThere)
    {
        var attempts = await claim.AttemptsAsync(outboxId) + (isBrokerThere ? 1 : 0);
        var quarantined = OutboxBackOff.IsLast(attempts);
        await claim.PostponeAsync(outboxId, attempts, OutboxBackOff.After(attempts), quarantined, failure[..Math.Min(failure.Length, MostFailure)]);
        if (quarantined)
        {
            LogQuarantined(outboxId, attempts, failure);
        }
    }

    private sealed record Delivery(Guid OutboxId, IReadOnlyList<long> Sent, string? Failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bus outbox could not be delivered; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} ({MessageType}) of the bus outbox could not be sent to {Destination}")]
    private partial void LogNotSent(Exception exception, Guid messageId, string messageType, Uri? destination);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outbox {OutboxId} is quarantined after {Attempts} attempts and stays until its column Quarantined is cleared: {Failure}")]
    private partial void LogQuarantined(Guid outboxId, int attempts, string failure);
}
