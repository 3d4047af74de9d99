using Microsoft.Extensions.Logging;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>Sets and cancels timers. Commands for one timer come one after the other, though not always in the order in which they were sent.</summary>
internal sealed partial class Timers(SchedulerHost host, MessageSchedulerOptions options, SchedulerClock clock, ILogger<Timers> logger)
{
    private readonly RetryPolicy _untilSent = RetryPolicy.Exponential(int.MaxValue, TimeSpan.FromSeconds(1), 2, options.LongestPause);

    public Task ScheduleAsync(Timer timer, CancellationToken cancel) =>
        StoreAsync(timer, x => x.StartAt(timer.Due!.Value).WithSchedule(Once()).WithRetryPolicy(_untilSent), cancel);

    /// <summary>Keeps a timer that is set again as it is, with what it has missed.</summary>
    public async Task RecurAsync(Timer timer, RecurringTimes times, CancellationToken cancel)
    {
        if (await FindAsync(timer.Key, cancel) is { IsCancelled: false } known && known.Definition == timer.Definition)
        {
            return;
        }

        await StoreAsync(timer, x => times.ApplyTo(x).WithRetryPolicy(_untilSent), cancel);
    }

    /// <summary>Leaves a timer that sends nothing, for commands that were sent before and come later.</summary>
    public Task CancelAsync(TriggerKey key, Guid? command, DateTime? sent, CancellationToken cancel) =>
        StoreAsync(new Timer(key, command, sent), x => x.StartAt(clock.GetUtcNow() + options.CancelMemory).WithSchedule(Once()), cancel);

    public async Task PauseAsync(TriggerKey key, CancellationToken cancel) => await (await ReadyAsync(cancel)).PauseTrigger(key, cancel);

    public async Task ResumeAsync(TriggerKey key, CancellationToken cancel) => await (await ReadyAsync(cancel)).ResumeTrigger(key, cancel);

    private async Task StoreAsync(Timer timer, Func<TriggerBuilder<IJob>, TriggerBuilder<IJob>> when, CancellationToken cancel)
    {
        if (await FindAsync(timer.Key, cancel) is { } known && known.IsNewerThan(timer.Command, timer.Sent))
        {
            LogOutdated(timer.Key, timer.Command);
            return;
        }

        var trigger = when(TriggerBuilder.Create(clock).WithIdentity(timer.Key).ForJob(SchedulerHost.Job).UsingJobData(timer.ToData())).Build();
        await (await ReadyAsync(cancel)).ScheduleTrigger(trigger, TriggerConflict.Replace, cancel);
    }

    private async Task<Timer?> FindAsync(TriggerKey key, CancellationToken cancel) =>
        await (await ReadyAsync(cancel)).GetTrigger(key, cancel) is { } trigger ? Timer.Of(trigger.JobDataMap!) : null;

    private Task<IScheduler> ReadyAsync(CancellationToken cancel) => host.Ready.WaitAsync(cancel);

    // However late it is, it fires as soon as it can, once.
    private static SimpleScheduleBuilder Once() => SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Command {Command} for timer {Timer} came again, or after one that was sent later, and changes nothing")]
    private partial void LogOutdated(TriggerKey timer, Guid? command);
}
