using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.Journal;

internal sealed class JournalBatchConsumer(JournalWriter writer, JournalFeed feed) : IConsumer<JournalBatch>
{
    public async Task Consume(ConsumeContext<JournalBatch> context)
    {
        if (JournalLimits.FirstProblem(context.Message) is { } problem)
        {
            throw new MessageRefusedException(problem);
        }

        feed.Add(await writer.WriteAsync(context.Message, context.CancellationToken));
    }
}

/// <summary>A chain has one writer: one message at a time, and on a broker one replica at a time.</summary>
internal sealed class JournalBatchConsumerDefinition : ConsumerDefinition<JournalBatchConsumer>
{
    public JournalBatchConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 1);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<JournalBatchConsumer> consumerConfigurator, IRegistrationContext context)
    {
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            rabbitMq.SingleActiveConsumer = true;
        }
    }
}
