using MassTransit;

namespace Vsm.Sagas.Tests.Dashboard;

/// <summary>Fails to send messages of a type, as a broker does that cannot be reached.</summary>
internal sealed class NoBroker<TMessage> : ISendObserver
{
    public Task PreSend<T>(SendContext<T> context)
        where T : class => context.Message is TMessage ? throw new IOException("connection refused") : Task.CompletedTask;

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
