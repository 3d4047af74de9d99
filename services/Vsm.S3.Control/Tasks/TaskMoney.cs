namespace Vsm.S3.Control.Tasks;

/// <summary>What a task knows of its money beside its limit and its cost. Replaced, never changed in place.</summary>
internal sealed record TaskMoney
{
    /// <summary>The tasks that this one is a part of, from the top.</summary>
    public IReadOnlyList<Guid> Above { get; init; } = [];

    /// <summary>Tasks below it draw on an account of its own, and so does it.</summary>
    public bool HasAccount { get; init; }

    /// <summary>The accounts in which money is set aside for the attempt at hand.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>What the attempt at hand has cost.</summary>
    public decimal AttemptCost { get; init; }

    /// <summary>What is set aside for a model that judges the attempt, as long as it has not ruled; a part of what is reserved.</summary>
    public decimal Judging { get; init; }

    /// <summary>The part of the task's cost that nobody counted.</summary>
    public decimal Uncounted { get; init; }

    /// <summary>What the last attempt that could not be paid would have needed.</summary>
    public decimal Needed { get; init; }

    /// <summary>Of this agent.</summary>
    public Guid? NeededBy { get; init; }

    /// <summary>The judgement that waits for budget; null: none does.</summary>
    public Unjudged? Unjudged { get; init; }

    /// <summary>The step that had a judgement resumed.</summary>
    public int? Resumed { get; init; }

    // Bounds, as they were when the task was handed in.
    public decimal? PerAttempt { get; init; }

    public decimal? PerCall { get; init; }

    /// <summary>The limit that it was handed in with, where it was raised since.</summary>
    public decimal? FirstLimit { get; init; }
}

/// <summary>A judgement that cannot be paid yet.</summary>
/// <param name="Evaluation">Which of the attempt's it is.</param>
/// <param name="Least">What it takes at least, in USD.</param>
internal sealed record Unjudged(int Evaluation, decimal Least);
