using System.Data;
using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace MassTransit.Configuration;

internal sealed class EntityFrameworkOutboxConfigurator<TDbContext>(IBusRegistrationConfigurator configurator)
    : IEntityFrameworkOutboxConfigurator, IEntityFrameworkBusOutboxConfigurator
    where TDbContext : DbContext
{
    private readonly EntityFrameworkOutboxOptions _options = new();
    private readonly InboxCleanupServiceOptions<TDbContext> _inbox = new();
    private readonly OutboxDeliveryServiceOptions _delivery = new();
    private bool _cleansUp = true;
    private bool _hasBusOutbox;
    private bool _delivers = true;

    public TimeSpan DuplicateDetectionWindow
    {
        set => _inbox.DuplicateDetectionWindow = value;
    }

    public IsolationLevel IsolationLevel
    {
        set => _options.IsolationLevel = value;
    }

    public ILockStatementProvider LockStatementProvider
    {
        set => _options.LockStatementProvider = value;
    }

    public TimeSpan QueryDelay
    {
        set => _inbox.QueryDelay = _delivery.QueryDelay = value;
    }

    public int QueryMessageLimit
    {
        set => _inbox.QueryMessageLimit = _delivery.QueryMessageLimit = value;
    }

    public TimeSpan QueryTimeout
    {
        set => _inbox.QueryTimeout = _delivery.QueryTimeout = value;
    }

    public int MessageDeliveryLimit
    {
        set => _delivery.MessageDeliveryLimit = value;
    }

    public TimeSpan MessageDeliveryTimeout
    {
        set => _delivery.MessageDeliveryTimeout = value;
    }

    public void DisableInboxCleanupService() => _cleansUp = false;

    public void DisableDeliveryService() => _delivers = false;

    public void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null)
    {
        _hasBusOutbox = true;
        configure?.Invoke(this);
    }

    public void Register()
    {
        configurator.TryAddSingleton(TimeProvider.System);
        configurator.TryAddSingleton<OutboxSender>();
        configurator.TryAddScoped<IOutboxContextFactory<TDbContext>, EntityFrameworkOutboxContextFactory<TDbContext>>();
        configurator.Configure<EntityFrameworkOutboxOptions>(EntityFrameworkOutboxOptions.NameOf<TDbContext>(), x =>
            (x.IsolationLevel, x.LockStatementProvider) = (_options.IsolationLevel, _options.LockStatementProvider));
        if (_cleansUp)
        {
            configurator.AddOptions<InboxCleanupServiceOptions<TDbContext>>().Configure(x =>
                (x.DuplicateDetectionWindow, x.QueryDelay, x.QueryMessageLimit, x.QueryTimeout) =
                (_inbox.DuplicateDetectionWindow, _inbox.QueryDelay, _inbox.QueryMessageLimit, _inbox.QueryTimeout));
            configurator.AddHostedService<InboxCleanupService<TDbContext>>();
        }

        if (_hasBusOutbox)
        {
            RegisterBusOutbox();
        }
    }

    private void RegisterBusOutbox()
    {
        configurator.AddOptions<OutboxDeliveryServiceOptions>().Configure(x =>
            (x.MessageDeliveryLimit, x.MessageDeliveryTimeout, x.QueryDelay, x.QueryMessageLimit, x.QueryTimeout) =
            (_delivery.MessageDeliveryLimit, _delivery.MessageDeliveryTimeout, _delivery.QueryDelay, _delivery.QueryMessageLimit, _delivery.QueryTimeout));
        configurator.TryAddSingleton<IBusOutboxNotification, BusOutboxNotification>();
        configurator.TryAddSingleton<BusOutboxOf<TDbContext>>();
        configurator.ReplaceScoped<IScopedBusContextProvider<IBus>, EntityFrameworkScopedBusContextProvider<IBus, TDbContext>>();
        if (_delivers)
        {
            configurator.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BusOutboxDeliveryService<TDbContext>>());
        }
    }
}
