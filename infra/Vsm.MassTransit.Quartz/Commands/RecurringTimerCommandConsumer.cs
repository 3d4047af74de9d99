using MassTransit.Scheduling;

namespace MassTransit.QuartzIntegration;

/// <summary>Timers that fire again and again.</summary>
internal sealed class RecurringTimerCommandConsumer(Timers timers)
    : IConsumer<ScheduleRecurringMessage>, IConsumer<CancelScheduledRecurringMessage>, IConsumer<PauseScheduledRecurringMessage>, IConsumer<ResumeScheduledRecurringMessage>
{
    public Task Consume(ConsumeContext<ScheduleRecurringMessage> context)
    {
        var command = context.Message;
        var times = RecurringTimes.Of(command.Schedule);
        var timer = new Timer(TimerKeys.Of(command.Schedule.ScheduleId, command.Schedule.ScheduleGroup), context.MessageId, context.SentTime)
        {
            Definition = ScheduledText.Digest($"{times}\n{command.Destination}\n{string.Join(';', command.PayloadType)}\n{command.Payload}"),
            Message = StoredMessages.Of(context, command.Payload, command.PayloadType, command.Destination, messageId: null, context.CorrelationId),
        };
        return timers.RecurAsync(timer, times, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<CancelScheduledRecurringMessage> context) => timers.CancelAsync(
        TimerKeys.Of(context.Message.ScheduleId, context.Message.ScheduleGroup), context.MessageId, context.SentTime, context.CancellationToken);

    public Task Consume(ConsumeContext<PauseScheduledRecurringMessage> context) =>
        timers.PauseAsync(TimerKeys.Of(context.Message.ScheduleId, context.Message.ScheduleGroup), context.CancellationToken);

    public Task Consume(ConsumeContext<ResumeScheduledRecurringMessage> context) =>
        timers.ResumeAsync(TimerKeys.Of(context.Message.ScheduleId, context.Message.ScheduleGroup), context.CancellationToken);
}

internal sealed class RecurringTimerCommandConsumerDefinition : ConsumerDefinition<RecurringTimerCommandConsumer>
{
    public RecurringTimerCommandConsumerDefinition(MessageSchedulerOptions options) => EndpointName = options.QueueName;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RecurringTimerCommandConsumer> consumerConfigurator, IRegistrationContext context)
    {
        CommandOrder.OneProcessAtATime(endpointConfigurator);
        var order = consumerConfigurator.CreatePartitioner(CommandOrder.Partitions);
        consumerConfigurator.Message<ScheduleRecurringMessage>(x => x.UsePartitioner(order, y => CommandOrder.Of(y.Message.Schedule.ScheduleId, y.Message.Schedule.ScheduleGroup)));
        consumerConfigurator.Message<CancelScheduledRecurringMessage>(x => x.UsePartitioner(order, y => CommandOrder.Of(y.Message.ScheduleId, y.Message.ScheduleGroup)));
        consumerConfigurator.Message<PauseScheduledRecurringMessage>(x => x.UsePartitioner(order, y => CommandOrder.Of(y.Message.ScheduleId, y.Message.ScheduleGroup)));
        consumerConfigurator.Message<ResumeScheduledRecurringMessage>(x => x.UsePartitioner(order, y => CommandOrder.Of(y.Message.ScheduleId, y.Message.ScheduleGroup)));
    }
}
