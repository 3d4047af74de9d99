using MassTransit.Transports;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What a scope outside of a consumer sends goes into its context, and with its changes into one transaction.</summary>
internal sealed class EntityFrameworkScopedBusContext<TBus, TDbContext> : ScopedBusContext, OutboxSendContext
    where TBus : class, IBus
    where TDbContext : DbContext
{
    private readonly Lock _lock = new();
    private readonly TDbContext _context;
    private readonly IServiceProvider _provider;
    private readonly TimeProvider _clock;
    private OutboxState? _outbox;

    public EntityFrameworkScopedBusContext(TBus bus, TDbContext context, IClientFactory clientFactory, IServiceProvider provider, TimeProvider clock)
    {
        (_context, _provider, _clock) = (context, provider, clock);
        SendEndpointProvider = new OutboxSendEndpointProvider(this, bus);
        PublishEndpoint = new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));
        ClientFactory = new ScopedClientFactory(new ClientFactory(new ScopedClientFactoryContext(clientFactory, provider)), null);
    }

    public ISendEndpointProvider SendEndpointProvider { get; }

    public IPublishEndpoint PublishEndpoint { get; }

    public IScopedClientFactory ClientFactory { get; }

    /// <summary>Whether anything was sent through it.</summary>
    public bool IsUsed => _outbox is not null;

    public object? GetService(Type serviceType) => _provider.GetService(serviceType);

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        var message = OutboxMessages.Of(context, SystemTextJsonMessageSerializer.Instance, _clock.GetUtcNow().UtcDateTime);
        lock (_lock)
        {
            message.OutboxId = (message.EnqueueTime is { } later ? Add(later) : Current()).OutboxId;
            _context.Add(message);
        }

        return Task.CompletedTask;
    }

    // What was saved may be sent and gone by now.
    private OutboxState Current() =>
        _outbox is { NextAttempt: null } && _context.Entry(_outbox).State == EntityState.Added ? _outbox : _outbox = Add(null);

    // What is to be sent later must not keep what follows it.
    private OutboxState Add(DateTime? later)
    {
        var outbox = _context.Add(new OutboxState { OutboxId = NewId.NextGuid(), Created = _clock.GetUtcNow().UtcDateTime, NextAttempt = later }).Entity;
        _outbox ??= outbox;
        return outbox;
    }
}
