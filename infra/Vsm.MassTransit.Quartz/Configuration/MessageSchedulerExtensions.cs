using MassTransit.QuartzIntegration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit;

/// <summary>Takes the commands of MassTransit's message scheduler, and sends what they say when it is due.</summary>
public static class QuartzMessageSchedulerExtensions
{
    /// <summary>
    /// Makes this process one that keeps timers. Those who set them, this one too if it does, say <c>AddMessageScheduler</c> and
    /// <c>UseMessageScheduler</c> with the address of the queue.
    /// </summary>
    public static void AddQuartzMessageScheduler(this IBusRegistrationConfigurator configurator, Action<IMessageSchedulerConfigurator>? configure = null)
    {
        var scheduler = new MessageSchedulerConfigurator();
        configure?.Invoke(scheduler);
        configurator.TryAddSingleton(TimeProvider.System);
        configurator.AddSingleton(scheduler.Options);
        configurator.AddSingleton(x => scheduler.Database is { } database
            ? new SchedulerClock(x.GetRequiredService<TimeProvider>(), cancel => database.AskAsync(database.TimeSql, cancel))
            : new SchedulerClock(x.GetRequiredService<TimeProvider>(), null));
        configurator.AddSingleton<ScheduledSender>();
        configurator.AddSingleton<SendMessageJob>();
        configurator.AddSingleton(x => new SchedulerHost(
            scheduler.Options, scheduler.Database, x.GetRequiredService<SendMessageJob>(), x.GetRequiredService<SchedulerClock>(), x.GetRequiredService<ILoggerFactory>()));
        configurator.AddSingleton(x => new MessageSchedulerHealth(x.GetRequiredService<TimeProvider>(), scheduler.Database is not null));
        configurator.AddSingleton<Timers>();
        configurator.AddSingleton<IHostedService, SchedulerService>();
        configurator.AddConsumer<TimerCommandConsumer, TimerCommandConsumerDefinition>();
        configurator.AddConsumer<RecurringTimerCommandConsumer, RecurringTimerCommandConsumerDefinition>();
    }
}
