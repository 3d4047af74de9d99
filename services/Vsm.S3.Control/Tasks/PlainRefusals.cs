using System.Runtime.ExceptionServices;
using MassTransit;
using Vsm.Bus;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// A state machine wraps what its activities throw. A refusal has to come out as it is: it is not tried again, and its reason is what people read.
/// </summary>
internal sealed class PlainRefusals : IFilter<SagaConsumeContext<TaskInstance>>
{
    public async Task Send(SagaConsumeContext<TaskInstance> context, IPipe<SagaConsumeContext<TaskInstance>> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (EventExecutionException exception) when (exception.GetBaseException() is MessageRefusedException refusal)
        {
            ExceptionDispatchInfo.Throw(refusal);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("plainRefusals");
}
