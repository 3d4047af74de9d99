using System.Runtime.ExceptionServices;
using MassTransit;

namespace Vsm.Bus.Retries;

/// <summary>
/// Hands a message back to the broker where it is not the message that failed: something it needs is away, or the process stops before it is done.
/// The queue's delivery limit ends what would otherwise go round for ever.
/// </summary>
internal sealed class GiveBack(FailureKinds kinds, CancellationToken stopping) : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (kinds.Of(context.Exception) == FailureKind.Unavailable || (stopping.IsCancellationRequested && context.Exception is (OperationCanceledException or ConsumerCanceledException)))
        {
            ExceptionDispatchInfo.Throw(context.Exception);
        }

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("giveBack");
}
