using Microsoft.Extensions.Logging;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>
/// Sends the message of a timer that is due. The timer is done when the broker has confirmed it; what fails, or is in work when its process dies, is sent
/// again, with the same message id.
/// </summary>
internal sealed partial class SendMessageJob(ScheduledSender sender, IBusControl bus, MessageSchedulerOptions options, TimeProvider clock, ILogger<SendMessageJob> logger) : IJob
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private readonly Lock _lock = new();
    private int _running;
    private TaskCompletionSource _idle = Done();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var timer = Timer.Of(context.MergedJobDataMap);
        if (timer.IsCancelled)
        {
            return;
        }

        Begin();
        try
        {
            await BrokerAsync(cancellationToken);
            var fired = Firing.Of(timer, context);
            var message = timer.Message;
            message.MessageId = fired.MessageId;
            message.Prepare(fired.Headers);
            await sender.SendAsync(message).WaitAsync(options.SendTimeout, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotSent(exception, timer.Message.MessageType, timer.Message.Destination, context.RetryAttempt + 1);
            throw new JobExecutionException($"{timer.Message.MessageType} could not be sent to {timer.Message.Destination}.", exception);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Waits until nothing is being sent.</summary>
    public Task IdleAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            return _idle.Task.WaitAsync(cancel);
        }
    }

    // While the broker is away, trying would only fill memory with what waits for it.
    private async Task BrokerAsync(CancellationToken cancel)
    {
        if (bus.CheckHealth().Status != BusHealthStatus.Unhealthy)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, clock);
        while (bus.CheckHealth().Status == BusHealthStatus.Unhealthy)
        {
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (_running++ == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_running == 0)
            {
                _idle.SetResult();
            }
        }
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        done.SetResult();
        return done;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Scheduled message {MessageType} could not be sent to {Destination} ({Tries} times by now); it is tried again")]
    private partial void LogNotSent(Exception exception, string messageType, Uri destination, int tries);
}
