using MassTransit.Testing;

namespace Vsm.Testing;

/// <summary>What the harness saw by now; its own ways of asking wait for more until nothing has happened for a while.</summary>
public static class MessagesSoFar
{
    private static readonly CancellationToken AtOnce = new(canceled: true);

    public static int CountSoFar<T>(this IPublishedMessageList messages)
        where T : class => messages.Select<T>(AtOnce).Count();

    public static int CountSoFar<T>(this ISentMessageList messages, Func<T, bool>? fits = null)
        where T : class => messages.Select<T>(AtOnce).Count(x => fits?.Invoke(x.Context.Message) != false);

    public static int CountSoFar<T>(this IReceivedMessageList messages)
        where T : class => messages.Select<T>(AtOnce).Count();
}
