using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Execution;

/// <summary>
/// What System 1 answered to a command, by task and attempt: the same command gets the same answer. One without an answer yet is a claim on work that may
/// have effects and must not be done twice.
/// </summary>
internal sealed class Receipt
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool Answered { get; set; }

    public AttemptAnswer? Answer { get; set; }
}

/// <summary>The one answer to a command: one of the three.</summary>
internal sealed record AttemptAnswer
{
    public TaskResultMessage? Result { get; init; }

    public TaskExecutionFailed? Failure { get; init; }

    public CapabilityGapMessage? Gap { get; init; }
}
