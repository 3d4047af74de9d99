namespace Vsm.Chaos.Planning;

/// <summary>What a task puts the system through.</summary>
internal enum TaskKind
{
    /// <summary>A sum, approved at once.</summary>
    Sum,

    /// <summary>Its function leaves a line in a file, as a tool with a side effect would.</summary>
    Effect,

    /// <summary>Its function throws one time in four.</summary>
    Throw,

    /// <summary>Its function hangs past its time limit one time in four.</summary>
    Hang,

    /// <summary>Its first result violates a policy, until the agent is corrected.</summary>
    Summary,

    /// <summary>Its result can never be approved, and nobody decides, or somebody rejects it.</summary>
    Person,
}

/// <summary>How a task is handed in.</summary>
internal enum Way
{
    Bus,
    Http,
}

/// <summary>A task with its known answer.</summary>
/// <param name="Index">Its place in the plan.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Way">How it is handed in.</param>
/// <param name="Content">What is to be done.</param>
/// <param name="Answer">What an approved result says; null: anything.</param>
internal sealed record PlannedTask(int Index, TaskKind Kind, Way Way, string Content, string? Answer)
{
    /// <summary>The final states that are right for it.</summary>
    public IReadOnlyList<string> RightEnds => Kind switch
    {
        TaskKind.Sum or TaskKind.Summary => ["Approved"],
        TaskKind.Person => ["Expired", "Rejected"],
        // What may not be repeated and was interrupted is a person's to decide, in a time limit, or fails.
        TaskKind.Effect => ["Approved", "Failed", "Expired"],
        _ => ["Approved", "Failed"],
    };
}
