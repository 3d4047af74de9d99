using MassTransit.DependencyInjection;
using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Within a consumer its own context sends; elsewhere the bus outbox.</summary>
internal sealed class EntityFrameworkScopedBusContextProvider<TBus, TDbContext>(
    TBus bus, TDbContext context, IBusOutboxNotification notification, Bind<TBus, IClientFactory> clientFactory,
    Bind<TBus, IScopedConsumeContextProvider> consumeContext, IScopedConsumeContextProvider anyConsumeContext, IServiceProvider provider, TimeProvider clock)
    : IScopedBusContextProvider<TBus>, IDisposable
    where TBus : class, IBus
    where TDbContext : DbContext
{
    private EntityFrameworkScopedBusContext<TBus, TDbContext>? _outbox;

    public ScopedBusContext Context => field ??= Create();

    public void Dispose()
    {
        if (_outbox is { IsUsed: true })
        {
            notification.Delivered();
        }

        context.SavedChanges -= Wake;
    }

    private ScopedBusContext Create()
    {
        if (consumeContext.Value.HasContext)
        {
            return new ConsumeContextScopedBusContext(consumeContext.Value.GetContext(), clientFactory.Value);
        }

        if (anyConsumeContext.HasContext)
        {
            return new ConsumeContextScopedBusContext<TBus>(bus, anyConsumeContext.GetContext(), clientFactory.Value, provider);
        }

        context.SavedChanges += Wake;
        return _outbox = new EntityFrameworkScopedBusContext<TBus, TDbContext>(bus, context, clientFactory.Value, provider, clock);
    }

    private void Wake(object? sender, SavedChangesEventArgs saved)
    {
        if (_outbox is { IsUsed: true } && context.Database.CurrentTransaction is null)
        {
            notification.Delivered();
        }
    }
}
