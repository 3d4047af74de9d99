namespace Vsm.S1.Operations.Execution;

/// <summary>How an attempt ended.</summary>
internal enum AttemptOutcome
{
    Succeeded,
    Failed,

    /// <summary>The agent gave the task back to System 3, as it should where it cannot do it.</summary>
    Escalated,

    /// <summary>Nobody waited for it any more, which is not the agent's failure.</summary>
    Abandoned,

    /// <summary>This process ends, or has lost it, and another goes on with it.</summary>
    HandedOver,
}
