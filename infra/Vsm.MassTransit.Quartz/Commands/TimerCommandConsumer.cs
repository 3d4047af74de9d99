using System.Text.Json;
using MassTransit.Scheduling;

namespace MassTransit.QuartzIntegration;

/// <summary>Timers that fire once.</summary>
internal sealed class TimerCommandConsumer(Timers timers) : IConsumer<ScheduleMessage>, IConsumer<CancelScheduledMessage>
{
    public Task Consume(ConsumeContext<ScheduleMessage> context)
    {
        var command = context.Message;
        var token = command.CorrelationId;
        // The command is correlated by the token, which means nothing to who gets the message.
        var correlation = context.CorrelationId == token ? CorrelationOf(command.Payload) : context.CorrelationId;
        var timer = new Timer(TimerKeys.Of(token), context.MessageId, context.SentTime)
        {
            Token = token,
            Due = new DateTimeOffset(DateTime.SpecifyKind(command.ScheduledTime, DateTimeKind.Utc)),
            Message = StoredMessages.Of(context, command.Payload, command.PayloadType, command.Destination, context.MessageId, correlation),
        };
        return timers.ScheduleAsync(timer, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<CancelScheduledMessage> context) =>
        timers.CancelAsync(TimerKeys.Of(context.Message.TokenId), context.MessageId, context.SentTime, context.CancellationToken);

    private static Guid? CorrelationOf(object payload) =>
        payload is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("correlationId", out var value)
        && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;
}

internal sealed class TimerCommandConsumerDefinition : ConsumerDefinition<TimerCommandConsumer>
{
    public TimerCommandConsumerDefinition(MessageSchedulerOptions options) => EndpointName = options.QueueName;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TimerCommandConsumer> consumerConfigurator, IRegistrationContext context)
    {
        CommandOrder.OneProcessAtATime(endpointConfigurator);
        var order = consumerConfigurator.CreatePartitioner(CommandOrder.Partitions);
        consumerConfigurator.Message<ScheduleMessage>(x => x.UsePartitioner(order, y => y.Message.CorrelationId));
        consumerConfigurator.Message<CancelScheduledMessage>(x => x.UsePartitioner(order, y => y.Message.TokenId));
    }
}
