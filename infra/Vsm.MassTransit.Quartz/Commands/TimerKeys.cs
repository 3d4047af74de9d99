using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>How timers are called in the store.</summary>
internal static class TimerKeys
{
    private const string Once = "once";
    private const string Recurring = "recurring";
    private const int MostText = 100;

    public static TriggerKey Of(Guid token) => new(token.ToString(), Once);

    public static TriggerKey Of(string scheduleId, string? scheduleGroup)
    {
        if (string.IsNullOrEmpty(scheduleId) || scheduleId.Length > MostText || scheduleGroup?.Length > MostText)
        {
            throw new ArgumentException($"A schedule's id has 1 to {MostText} characters and its group at most {MostText}; these are '{scheduleId}' and '{scheduleGroup}'.");
        }

        return new TriggerKey(scheduleId, string.IsNullOrEmpty(scheduleGroup) ? Recurring : $"{Recurring}:{scheduleGroup}");
    }

    public static string ScheduleGroup(TriggerKey key) => key.Group.Length > Recurring.Length ? key.Group[(Recurring.Length + 1)..] : "";
}
