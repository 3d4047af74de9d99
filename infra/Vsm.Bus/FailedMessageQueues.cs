using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus.Queues;

namespace Vsm.Bus;

/// <summary>
/// The queues that messages end in which nobody could deal with: <c>&lt;queue&gt;_error</c>, <c>&lt;queue&gt;_skipped</c> and the one that the broker
/// moves to what it gives up.
/// </summary>
public sealed class FailedMessageQueues(IReceiveEndpointConnector connector, IOptions<BusOptions> options)
{
    public const string ErrorSuffix = "_error";
    public const string SkippedSuffix = "_skipped";
    public const string DeadLetters = QueueArguments.DeadLetters;

    /// <summary>Whether the transport itself gives messages up.</summary>
    public bool HasDeadLetters => options.Value.Transport == Transport.RabbitMq;

    /// <summary>
    /// Takes what such a queue has and gets. A message leaves it when <paramref name="take"/> has returned; when that throws, it stays.
    /// The queue is declared as it would be when the first message is moved there. Before the bus has started, it is connected with it.
    /// </summary>
    public HostReceiveEndpointHandle Connect(string queue, int concurrentMessages, Func<RawMessage, CancellationToken, Task> take) =>
        connector.ConnectReceiveEndpoint(queue, (_, endpoint) =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.ConcurrentMessageLimit = concurrentMessages;
            endpoint.PrefetchCount = 2 * concurrentMessages;
            if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
            {
                if (queue == DeadLetters)
                {
                    rabbitMq.SetQuorumQueue();
                }
                else
                {
                    EndpointDefaults.Declare(rabbitMq);
                }
            }

            // Before everything that would read the message, move it on or skip it.
            endpoint.ConfigureReceive(x => x.UseFilter(new Taking(take)));
        });

    private sealed class Taking(Func<RawMessage, CancellationToken, Task> take) : IFilter<ReceiveContext>
    {
        public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => take(RawMessage.Of(context), context.CancellationToken);

        public void Probe(ProbeContext context) => context.CreateFilterScope("taking");
    }
}
