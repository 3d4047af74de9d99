using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;

namespace MassTransit;

/// <summary>The inbox and outbox of a context.</summary>
public interface IEntityFrameworkOutboxConfigurator
{
    /// <summary>For how long a message that comes again is known; 30 minutes.</summary>
    TimeSpan DuplicateDetectionWindow { set; }

    /// <summary>Of the transaction in which a message is consumed; <see cref="IsolationLevel.ReadCommitted"/>.</summary>
    IsolationLevel IsolationLevel { set; }

    ILockStatementProvider LockStatementProvider { set; }

    /// <summary>How often the tables are looked at when nothing wakes up delivery and clean-up.</summary>
    TimeSpan QueryDelay { set; }

    int QueryMessageLimit { set; }

    TimeSpan QueryTimeout { set; }

    /// <summary>For a process that leaves it to others.</summary>
    void DisableInboxCleanupService();

    /// <summary>Messages sent or published outside of consumers go through the outbox too.</summary>
    void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null);
}

/// <summary>The outbox of what is sent outside of consumers.</summary>
public interface IEntityFrameworkBusOutboxConfigurator
{
    /// <summary>How many messages are sent at a time.</summary>
    int MessageDeliveryLimit { set; }

    /// <summary>How long the broker may take to confirm one.</summary>
    TimeSpan MessageDeliveryTimeout { set; }

    /// <summary>For a process that leaves it to others.</summary>
    void DisableDeliveryService();
}
