namespace Vsm.Contracts.Audit;

/// <summary>
/// The budget that a judgement waited for is there: 3* judges the result that it kept, and rules as ever. Sent by Control after
/// <see cref="Control.JudgingRefused.Waits"/>; what was done for the task before is not done again.
/// </summary>
public sealed record ResumeEvaluation
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    /// <summary>Counts the judgements of one attempt, from 1.</summary>
    public required int Evaluation { get; init; }
}
