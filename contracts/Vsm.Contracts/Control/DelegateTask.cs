namespace Vsm.Contracts.Control;

/// <summary>
/// Routing needs more than a pure decision (a model breaks a tie, or reads a task that matches nobody); 3.1 answers
/// <see cref="TaskDelegated"/> or <see cref="TaskNotDelegated"/>.
/// </summary>
public sealed record DelegateTask
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    /// <summary>The saga's step that waits for the answer; an answer to another step has no effect.</summary>
    public int Step { get; init; }

    public required string Content { get; init; }

    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    /// <summary>System 1s that could not do it, each with its reason.</summary>
    public IReadOnlyDictionary<Guid, string> Refusals { get; init; } = new Dictionary<Guid, string>();
}
