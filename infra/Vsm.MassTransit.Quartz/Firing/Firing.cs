using System.Globalization;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>What is said of a message that fires.</summary>
internal sealed record Firing(Guid MessageId, IReadOnlyDictionary<string, string> Headers)
{
    public static Firing Of(Timer timer, IJobExecutionContext context) => Of(
        timer, timer.Due ?? context.ScheduledFireTimeUtc ?? context.FireTimeUtc, context.FireTimeUtc, context.PreviousFireTimeUtc, context.NextFireTimeUtc);

    /// <summary>The same firing has the same id, whoever does it and however often, so that an inbox knows a copy.</summary>
    public static Firing Of(Timer timer, DateTimeOffset due, DateTimeOffset now, DateTimeOffset? previous, DateTimeOffset? next)
    {
        var headers = new Dictionary<string, string>
        {
            [MessageHeaders.Quartz.Scheduled] = Text(due),
            [MessageHeaders.Quartz.Sent] = Text(now),
            [MessageHeaders.QuartzTriggerKey] = timer.Key.ToString(),
        };
        if (timer.Token is { } token)
        {
            headers[MessageHeaders.SchedulingTokenId] = token.ToString();
            var id = timer.Message.MessageId;
            return new Firing(id != Guid.Empty ? id : ScheduledText.Id($"{timer.Key} {due.UtcTicks}"), headers);
        }

        headers[MessageHeaders.Quartz.ScheduleId] = timer.Key.Name;
        headers[MessageHeaders.Quartz.ScheduleGroup] = TimerKeys.ScheduleGroup(timer.Key);
        if (previous is not null)
        {
            headers[MessageHeaders.Quartz.PreviousSent] = Text(previous.Value);
        }

        if (next is not null)
        {
            headers[MessageHeaders.Quartz.NextScheduled] = Text(next.Value);
        }

        return new Firing(ScheduledText.Id($"{timer.Key} {due.UtcTicks}"), headers);
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
