using System.Globalization;
using MassTransit.Scheduling;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>When a recurring message is sent.</summary>
internal sealed record RecurringTimes(CronExpression Cron, TimeZoneInfo Zone, DateTimeOffset Start, DateTimeOffset? End, MissedEventPolicy Missed)
{
    /// <exception cref="ArgumentException">The schedule cannot be kept.</exception>
    public static RecurringTimes Of(RecurringSchedule schedule)
    {
        try
        {
            var zone = string.IsNullOrEmpty(schedule.TimeZoneId) ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZoneId);
            return new RecurringTimes(new CronExpression(schedule.CronExpression), zone, schedule.StartTime, schedule.EndTime, schedule.MisfirePolicy);
        }
        catch (Exception exception) when (exception is FormatException or TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException)
        {
            throw new ArgumentException(
                $"Schedule '{schedule.ScheduleId}' cannot be kept: '{schedule.CronExpression}' in time zone '{schedule.TimeZoneId}'. {exception.Message}", exception);
        }
    }

    public TriggerBuilder<IJob> ApplyTo(TriggerBuilder<IJob> trigger)
    {
        var schedule = CronScheduleBuilder.Create(Cron).InTimeZone(Zone)
            .WithMisfireInstruction(Missed == MissedEventPolicy.Skip ? CronTriggerMisfireInstruction.DoNothing : CronTriggerMisfireInstruction.FireAndProceed);
        return trigger.StartAt(Start).EndAt(End).WithSchedule(schedule);
    }

    public override string ToString() => string.Join('|', Cron, Zone.Id, End?.UtcTicks.ToString(CultureInfo.InvariantCulture), Missed);
}
