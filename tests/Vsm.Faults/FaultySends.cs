using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Vsm.Faults;

/// <summary>A broker that does not take what is sent, or takes it and nobody hears of it.</summary>
internal sealed class FaultySends(IBus bus, FaultDice dice) : IHostedService, ISendObserver, IPublishObserver
{
    private readonly List<ConnectHandle> _handles = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _handles.AddRange([bus.ConnectSendObserver(this), bus.ConnectPublishObserver(this)]);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _handles.ForEach(x => x.Disconnect());
        return Task.CompletedTask;
    }

    public Task PreSend<T>(SendContext<T> context)
        where T : class => Throw(dice.Before(), context, "before");

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Throw(dice.After(), context, "after");

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Throw(dice.Before(), context, "before");

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Throw(dice.After(), context, "after");

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private static Task Throw(bool falls, SendContext context, string when) =>
        falls ? throw new MessageNotAcknowledgedException(context.DestinationAddress, $"injected {when}") : Task.CompletedTask;
}
