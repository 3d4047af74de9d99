using MassTransit;
using Vsm.Bus;

namespace Vsm.Scheduling;

/// <summary>The crash points around a timer: before its message is sent, and after the broker has confirmed it but nothing says so yet.</summary>
internal sealed class CrashPoints : ISendObserver
{
    public Task PreSend<T>(SendContext<T> context)
        where T : class => Reached(context, "timer-due");

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Reached(context, "timer-sent");

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private static Task Reached(SendContext context, string point)
    {
        if (context.Headers.TryGetHeader(MessageHeaders.QuartzTriggerKey, out _))
        {
            CrashPoint.Reached(point);
        }

        return Task.CompletedTask;
    }
}
