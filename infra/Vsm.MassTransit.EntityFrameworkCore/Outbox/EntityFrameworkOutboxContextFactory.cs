using System.Diagnostics;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Runs a consumer behind inbox and outbox: a first pass consumes, and what it changes and publishes is one transaction; a second sends what was
/// published, and a third forgets it. The inbox row is locked during each, so that of two deliveries of one message the second finds what the first did.
/// </summary>
internal sealed partial class EntityFrameworkOutboxContextFactory<TDbContext>(
    TDbContext context, OutboxSender sender, IServiceProvider provider, IOptionsMonitor<EntityFrameworkOutboxOptions> options, TimeProvider clock,
    ILogger<EntityFrameworkOutboxContextFactory<TDbContext>> logger)
    : IOutboxContextFactory<TDbContext>
    where TDbContext : DbContext
{
    private readonly EntityFrameworkOutboxOptions _options = options.Get(EntityFrameworkOutboxOptions.NameOf<TDbContext>());

    public async Task Send<T>(ConsumeContext<T> consumeContext, OutboxConsumeOptions consumeOptions, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        var messageId = consumeContext.GetOriginalMessageId()
            ?? throw new MessageException(typeof(T), $"An inbox needs a message id to know {typeof(T).Name} again.");

        // EF's own retries begin a whole pass again.
        var strategy = context.Database.CreateExecutionStrategy();
        var saving = new Saving();
        try
        {
            while (await strategy.ExecuteAsync(_ => PassAsync(consumeContext, consumeOptions, messageId, next, saving), consumeContext.CancellationToken))
            {
            }
        }
        catch (Exception exception) when (saving.Since is not null && exception is not OperationCanceledException)
        {
            // The consumer is done, so nobody else says with the message's type that it failed.
            await consumeContext.NotifyFaulted(consumeContext, Stopwatch.GetElapsedTime(saving.Since.Value), consumeOptions.ConsumerType, exception);
            throw;
        }
    }

    public void Probe(ProbeContext probe) => probe.CreateScope("outbox").Add("context", typeof(TDbContext).Name);

    private async Task<bool> PassAsync<T>(ConsumeContext<T> consumeContext, OutboxConsumeOptions consumeOptions, Guid messageId, IPipe<OutboxConsumeContext<T>> next, Saving saving)
        where T : class
    {
        saving.Since = null;
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(_options.IsolationLevel, consumeContext.CancellationToken);
        var inbox = await LockAsync(messageId, consumeContext, consumeOptions, consumeContext.CancellationToken);
        var isNew = inbox.Consumed is null;
        inbox.ReceiveCount += isNew ? 1 : 0;
        var pass = new EntityFrameworkOutboxConsumeContext<TDbContext, T>(
            consumeContext, consumeOptions, provider, context, inbox, sender, clock, transaction, provider.GetService<BusOutboxOf<TDbContext>>() is not null);
        try
        {
            await next.Send(pass);
        }
        catch (Exception) when (!isNew)
        {
            await NoteAsync(transaction, messageId);
            throw;
        }

        saving.Since = isNew ? Stopwatch.GetTimestamp() : null;
        await SaveAsync(transaction, consumeContext.CancellationToken);
        saving.Since = null;
        return pass.ContinueProcessing;
    }

    // What was sent before one could not be is not sent again. Where that cannot be noted, what failed first is still what is told.
    private async Task NoteAsync(IDbContextTransaction transaction, Guid messageId)
    {
        try
        {
            await SaveAsync(transaction, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotNoted(exception, messageId);
        }
    }

    private async Task SaveAsync(IDbContextTransaction transaction, CancellationToken cancel)
    {
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    // The row is made before it is locked, by whoever comes first.
    private async Task<InboxState> LockAsync<T>(Guid messageId, ConsumeContext<T> consumeContext, OutboxConsumeOptions consumeOptions, CancellationToken cancel)
        where T : class
    {
        var consumerId = consumeOptions.ConsumerId;
        var statement = _options.LockStatementProvider.GetRowLockStatement<InboxState>(context, nameof(InboxState.MessageId), nameof(InboxState.ConsumerId));
        for (var tries = 0; ; tries++)
        {
            var found = await context.Set<InboxState>().FromSqlRaw(statement, messageId, consumerId).ToListAsync(cancel);
            if (found is [var inbox])
            {
                // What a context has read before, it would give back unchanged.
                await context.Entry(inbox).ReloadAsync(cancel);
                return inbox;
            }

            var row = context.Add(new InboxState
            {
                MessageId = messageId,
                ConsumerId = consumerId,
                Received = clock.GetUtcNow().UtcDateTime,
                ExpirationTime = consumeContext.ExpirationTime,
            });
            try
            {
                // EF sets a savepoint, so a failure leaves the transaction as it was.
                await context.SaveChangesAsync(cancel);
                return row.Entity;
            }
            catch (DbUpdateException) when (tries == 0)
            {
                row.State = EntityState.Detached;
            }
        }
    }

    /// <summary>Since when the changes of a consumer that is done are being saved.</summary>
    private sealed class Saving
    {
        public long? Since { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was sent of the outbox of message {MessageId} could not be noted, and is sent again")]
    private partial void LogNotNoted(Exception exception, Guid messageId);
}
