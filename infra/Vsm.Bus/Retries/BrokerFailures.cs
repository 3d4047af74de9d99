using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Vsm.Bus.Retries;

/// <summary>Says when the broker, or the process itself, is not there. What it refuses for the sake of the message is no such thing.</summary>
internal sealed class BrokerFailures : ITransientFailures
{
    public FailureKind KindOf(Exception exception) => exception switch
    {
        BrokerUnreachableException or TransportUnavailableException or MessageNotAcknowledgedException => FailureKind.Unavailable,
        ConnectionException { IsTransient: true } => FailureKind.Unavailable,
        OperationInterruptedException { ShutdownReason: { } reason } when Gone(reason) => FailureKind.Unavailable,
        // The process ends and has no services any more: whoever comes next has them.
        ObjectDisposedException { ObjectName: nameof(IServiceProvider) } => FailureKind.Unavailable,
        _ => FailureKind.Other,
    };

    private static bool Gone(ShutdownEventArgs reason) =>
        reason.Initiator != ShutdownInitiator.Peer || reason.ReplyCode is Constants.ConnectionForced or Constants.InternalError or 491;
}
