namespace Vsm.Chaos.Planning;

internal enum FaultKind
{
    /// <summary><c>kill -9</c> of one process of one service.</summary>
    KillService,

    KillBroker,

    RestartBroker,

    KillDatabase,

    RestartDatabase,

    /// <summary>Nothing passes between services and servers for a while; connections stay open on both sides.</summary>
    CutNetwork,
}

/// <summary>Something that is done to the system while it works.</summary>
/// <param name="At">From the beginning of the run.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Choice">Any number; chooses whom it is done to.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, int Choice);
