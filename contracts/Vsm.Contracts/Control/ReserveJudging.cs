using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>
/// Sets money aside for having a model judge an attempt, out of what its task, the tasks above, its System 1 and its VSM instance have left; answered by
/// <see cref="JudgingGranted"/> or <see cref="JudgingRefused"/>, or by nothing where the task has moved on. The ruling settles it. Asked again, what was set
/// aside before counts as spent, as nobody said what became of it.
/// </summary>
public sealed record ReserveJudging
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Counts the judgements of one attempt, from 1.</summary>
    public required int Evaluation { get; init; }

    /// <summary>What the attempt consumed, as its result says, which may still be on its way to the task.</summary>
    public required Usage Usage { get; init; }

    /// <summary>In USD; with less the model is not asked.</summary>
    public required decimal Least { get; init; }

    /// <summary>In USD; with repairs and retries.</summary>
    public required decimal Wanted { get; init; }

    /// <summary>Whoever asks keeps what is to be judged, and judges it when told to by <see cref="Audit.ResumeEvaluation"/>.</summary>
    public bool CanWait { get; init; }
}

/// <summary>So much may be spent on judging.</summary>
public sealed record JudgingGranted
{
    public required Guid TaskId { get; init; }

    /// <summary>In USD; at most what was asked for.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The most that one call of a model may cost in USD.</summary>
    public decimal? CallLimit { get; init; }
}

/// <summary>A limit has too little left for judging.</summary>
public sealed record JudgingRefused
{
    public required Guid TaskId { get; init; }

    /// <summary>Which, and what to do.</summary>
    public required string Reason { get; init; }

    /// <summary>It may be granted a moment later: an account is being opened.</summary>
    public bool Again { get; init; }

    /// <summary>The task waits for budget; <see cref="Audit.ResumeEvaluation"/> says when there is some. Until then there is nothing to rule.</summary>
    public bool Waits { get; init; }
}
