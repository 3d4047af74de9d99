using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>One pass of a message through a consumer's inbox and outbox.</summary>
internal sealed class EntityFrameworkOutboxConsumeContext<TDbContext, TMessage> : OutboxConsumeContextProxy<TMessage>
    where TDbContext : DbContext
    where TMessage : class
{
    private readonly Lock _lock = new();
    private readonly TDbContext _context;
    private readonly InboxState _inbox;
    private readonly OutboxSender _sender;
    private readonly TimeProvider _clock;
    private readonly bool _delays;

    public EntityFrameworkOutboxConsumeContext(
        ConsumeContext<TMessage> consumeContext, OutboxConsumeOptions options, IServiceProvider provider, TDbContext context, InboxState inbox, OutboxSender sender,
        TimeProvider clock, IDbContextTransaction? transaction, bool delays)
        : base(consumeContext, options, provider)
    {
        (_context, _inbox, _sender, _clock, _delays) = (context, inbox, sender, clock, delays);
        if (transaction is not null)
        {
            // A saga of the same context joins in.
            GetOrAddPayload(() => new SharedTransaction(context, transaction));
        }
    }

    // A redelivery may have an id of its own.
    public override Guid? MessageId => _inbox.MessageId;

    public override bool ContinueProcessing { get; set; } = true;

    public override bool IsMessageConsumed => _inbox.Consumed is not null;

    public override bool IsOutboxDelivered => _inbox.Delivered is not null;

    public override int ReceiveCount => _inbox.ReceiveCount;

    public override long? LastSequenceNumber => _inbox.LastSequenceNumber;

    public override Task AddSend<T>(SendContext<T> context)
    {
        var message = OutboxMessages.Of(context, SystemTextJsonMessageSerializer.Instance, _clock.GetUtcNow().UtcDateTime);
        if (message.EnqueueTime is null)
        {
            message.InboxMessageId = _inbox.MessageId;
            message.InboxConsumerId = _inbox.ConsumerId;
        }
        else if (!_delays)
        {
            throw new NotSupportedException($"{TypeCache<T>.ShortName} is to be sent later, which takes the delivery service of the bus outbox: UseBusOutbox().");
        }

        lock (_lock)
        {
            if (message.EnqueueTime is { } later)
            {
                message.OutboxId = NewId.NextGuid();
                _context.Add(new OutboxState { OutboxId = message.OutboxId.Value, Created = _clock.GetUtcNow().UtcDateTime, NextAttempt = later });
            }

            _context.Add(message);
        }

        return Task.CompletedTask;
    }

    public override Task SetConsumed()
    {
        _inbox.Consumed = _clock.GetUtcNow().UtcDateTime;
        return Task.CompletedTask;
    }

    public override Task SetDelivered()
    {
        _inbox.Delivered = _clock.GetUtcNow().UtcDateTime;
        return Task.CompletedTask;
    }

    /// <summary>Sends what is not sent yet, so that what was published reaches those who consume its base types too; nothing is left for the caller to send.</summary>
    public override async Task<List<OutboxMessageContext>> LoadOutboxMessages()
    {
        while (true)
        {
            var last = _inbox.LastSequenceNumber ?? 0;
            var messages = await _context.Set<OutboxMessage>().OfConsumer(_inbox.MessageId, _inbox.ConsumerId).AsNoTracking()
                .Where(x => x.SequenceNumber > last).OrderBy(x => x.SequenceNumber).Take(Options.MessageDeliveryLimit).ToListAsync(CancellationToken);
            foreach (var message in messages)
            {
                await _sender.SendAsync(message).WaitAsync(Options.MessageDeliveryTimeout, _clock, CancellationToken);
                _inbox.LastSequenceNumber = message.SequenceNumber;
            }

            if (messages.Count < Options.MessageDeliveryLimit)
            {
                return [];
            }
        }
    }

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message)
    {
        _inbox.LastSequenceNumber = message.SequenceNumber;
        return Task.CompletedTask;
    }

    public override Task RemoveOutboxMessages() =>
        _context.Set<OutboxMessage>().OfConsumer(_inbox.MessageId, _inbox.ConsumerId).ExecuteDeleteAsync(CancellationToken);
}
