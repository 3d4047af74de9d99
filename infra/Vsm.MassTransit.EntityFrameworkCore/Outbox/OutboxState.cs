namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Messages of one scope of the bus outbox, which are sent in order.</summary>
public class OutboxState
{
    public Guid OutboxId { get; set; }

    public DateTime Created { get; set; }

    /// <summary>The delivery that has it at present.</summary>
    public Guid? LockId { get; set; }

    /// <summary>Until when: a delivery that died is followed by another then.</summary>
    public DateTime? LockedUntil { get; set; }

    /// <summary>How often it could not be sent while the broker was there.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before.</summary>
    public DateTime? NextAttempt { get; set; }

    /// <summary>Since when it is no longer tried, until somebody clears this.</summary>
    public DateTime? Quarantined { get; set; }

    /// <summary>Why it could not be sent.</summary>
    public string? Failure { get; set; }
}
