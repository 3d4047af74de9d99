namespace Vsm.Contracts.Operations;

/// <summary>
/// A System 1 completed an attempt. System 3* judges it and answers with <see cref="Audit.TaskResultApprovedMessage"/>,
/// <see cref="Audit.PolicyViolationMessage"/>, <see cref="Audit.PolicyClarificationRequest"/> or <see cref="Audit.TaskResultNotJudged"/>.
/// </summary>
public sealed record TaskResultMessage
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Counts how often the task was given to a System 1, from 1.</summary>
    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    public required int AgentNumber { get; init; }

    /// <summary>The version of the agent's configuration that the attempt worked under.</summary>
    public required int ConfigurationVersion { get; init; }

    /// <summary>The oldest policy set that the result may be judged under.</summary>
    public int PolicySetVersion { get; init; }

    /// <summary>The task that was to be done.</summary>
    public required string Content { get; init; }

    public IReadOnlyList<ContentReference> References { get; init; } = [];

    /// <summary>What came of it; of a large output, its beginning.</summary>
    public required string Output { get; init; }

    /// <summary>The whole output, in UTF-8, where it is too large for a message.</summary>
    public ContentReference? OutputReference { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public Usage Usage { get; init; } = new();

    /// <summary>What is left of the attempt's allowance in USD.</summary>
    public decimal? Allowance { get; init; }

    /// <summary>Provider and model that did the work; absent for agents without a model.</summary>
    public string? Model { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationMs { get; init; }
}
