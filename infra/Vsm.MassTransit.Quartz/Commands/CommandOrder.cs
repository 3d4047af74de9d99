namespace MassTransit.QuartzIntegration;

/// <summary>Commands for one timer are done one after the other.</summary>
internal static class CommandOrder
{
    public const int Partitions = 16;

    public static Guid Of(string scheduleId, string? scheduleGroup) => ScheduledText.Id($"{scheduleGroup}\n{scheduleId}");

    /// <summary>On a broker the queue has one reader, and another when that one is gone.</summary>
    public static void OneProcessAtATime(IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            rabbitMq.SingleActiveConsumer = true;
        }
    }
}
