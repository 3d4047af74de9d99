using System.Text.Json.Serialization;

namespace Vsm.Contracts.Operations;

/// <summary>A System 1 tried and could not finish an attempt; the task saga tries again or ends the task.</summary>
public sealed record TaskExecutionFailed
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    public required ExecutionError Error { get; init; }

    public required string Reason { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public Usage Usage { get; init; } = new();

    /// <summary>With <see cref="ExecutionError.OverBudget"/>: the least that an attempt needs in USD.</summary>
    public decimal? Needed { get; init; }

    public required double DurationMs { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ExecutionError>))]
public enum ExecutionError
{
    /// <summary>The task or its data cannot be worked on; another try would end the same.</summary>
    BadInput,

    /// <summary>The task time limit passed (<c>ErrTaskTimeout</c>).</summary>
    TimedOut,

    /// <summary>Something around the work failed; another try may succeed.</summary>
    Transient,

    /// <summary>What the agent works with is not set up as it must be, such as a key or a model; a person has to see to it.</summary>
    NotSetUp,

    /// <summary>What it was about to do can cost more than it may spend; the task waits for budget.</summary>
    OverBudget,
}
