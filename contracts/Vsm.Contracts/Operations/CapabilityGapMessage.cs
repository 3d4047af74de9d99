using System.Text.Json.Serialization;

namespace Vsm.Contracts.Operations;

/// <summary>
/// A task cannot be done with what is there. Reported by a System 1, Control delegates again with the reason (3.2); reported by Control,
/// Policy creates an agent (5.3) and answers <see cref="Policy.CapabilityGapClosed"/> or <see cref="Policy.CapabilityGapNotClosed"/>.
/// </summary>
public sealed record CapabilityGapMessage
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required GapReporter ReportedBy { get; init; }

    /// <summary>The System 1 that could not do it; absent when Control found none to ask.</summary>
    public Guid? AgentId { get; init; }

    public required string Reason { get; init; }

    public required string Content { get; init; }

    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    public IReadOnlyList<string> MissingCapabilities { get; init; } = [];

    /// <summary>What the System 1 consumed before it gave the task back.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>What the System 1 called before it gave the task back.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Set by Control: the System 1s that were considered, each with the reason against it.</summary>
    public IReadOnlyList<string> Considered { get; init; } = [];
}

[JsonConverter(typeof(JsonStringEnumConverter<GapReporter>))]
public enum GapReporter
{
    System1,
    Control,
}
