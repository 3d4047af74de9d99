namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>That a consumer got a message, and how far it came with it.</summary>
public class InboxState
{
    public long Id { get; set; }

    public Guid MessageId { get; set; }

    /// <summary>Made of endpoint, consumer and message type.</summary>
    public Guid ConsumerId { get; set; }

    public DateTime Received { get; set; }

    public int ReceiveCount { get; set; }

    /// <summary>When the message itself expires.</summary>
    public DateTime? ExpirationTime { get; set; }

    /// <summary>When the consumer was done, and what it published was stored.</summary>
    public DateTime? Consumed { get; set; }

    /// <summary>When all that it published was with the broker.</summary>
    public DateTime? Delivered { get; set; }

    /// <summary>The last one of its messages that is with the broker.</summary>
    public long? LastSequenceNumber { get; set; }
}
