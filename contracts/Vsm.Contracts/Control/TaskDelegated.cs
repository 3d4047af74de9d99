namespace Vsm.Contracts.Control;

/// <summary>3.1 chose a System 1.</summary>
public sealed record TaskDelegated
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    /// <summary>The saga's step that waited for the answer.</summary>
    public int Step { get; init; }

    public string? Reason { get; init; }

    /// <summary>Required capabilities that nobody has by that name, each with the known capability that is meant.</summary>
    public IReadOnlyDictionary<string, string> ReadAs { get; init; } = new Dictionary<string, string>();

    /// <summary>Completed tasks that resemble it, the most similar first.</summary>
    public IReadOnlyList<SimilarTask> Similar { get; init; } = [];
}

/// <summary>3.1 chose nobody: routing decides as it does without a model.</summary>
public sealed record TaskNotDelegated
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    /// <summary>The saga's step that waited for the answer.</summary>
    public required int Step { get; init; }

    /// <summary>Why: no answer, or one that cannot be followed.</summary>
    public required string Reason { get; init; }

    /// <summary>Required capabilities that nobody has by that name, each with the known capability that is meant.</summary>
    public IReadOnlyDictionary<string, string> ReadAs { get; init; } = new Dictionary<string, string>();

    /// <summary>Completed tasks that resemble it, the most similar first.</summary>
    public IReadOnlyList<SimilarTask> Similar { get; init; } = [];
}

/// <summary>A task that was approved and resembles another.</summary>
public sealed record SimilarTask
{
    public required int Number { get; init; }

    /// <summary>Who did it.</summary>
    public string? Assignee { get; init; }

    /// <summary>The beginning of what was to be done.</summary>
    public required string Content { get; init; }

    /// <summary>The beginning of what came of it.</summary>
    public string? Output { get; init; }
}
