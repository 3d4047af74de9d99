namespace Vsm.S1.Operations.Execution;

/// <summary>How an attempt ended.</summary>
internal enum AttemptOutcome
{
    Succeeded,
    Failed,

    /// <summary>Nobody waited for it any more, which is not the agent's failure.</summary>
    Abandoned,
}
