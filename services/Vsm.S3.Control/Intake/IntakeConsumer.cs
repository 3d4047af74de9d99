using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Intake;

/// <summary>Takes tasks as raw JSON, from clients that know nothing of envelopes, and hands them to the task saga.</summary>
internal sealed class IntakeConsumer : IConsumer<AssignTaskMessage>
{
    public async Task Consume(ConsumeContext<AssignTaskMessage> context)
    {
        // Attempt and versions are the saga's to give.
        var task = context.Message with { Attempt = 0, AgentId = null, ConfigurationVersion = null, PolicySetVersion = null };
        TaskRules.EnsureAcceptable(task);
        await context.SendTo(TaskStateMachine.Queue, task, context.CancellationToken);
    }
}

internal sealed class IntakeConsumerDefinition : ConsumerDefinition<IntakeConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<IntakeConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // Bound to the message's exchange it would take every task a second time.
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
    }
}
