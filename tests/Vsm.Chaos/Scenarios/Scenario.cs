using Vsm.Chaos.Running;

namespace Vsm.Chaos.Scenarios;

/// <summary>One of the catalogue's faults.</summary>
internal sealed record Scenario
{
    /// <summary>Its number in the catalogue, such as <c>F09</c>.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What is done while tasks flow; null: not automated.</summary>
    public Func<ChaosScene, CancellationToken, Task>? Act { get; init; }

    /// <summary>What is changed of the usual run.</summary>
    public Func<RunOptions, RunOptions> Options { get; init; } = x => x;

    /// <summary>What is shown and what is left out; for one that is not automated: why.</summary>
    public string Note { get; init; } = "";

    /// <summary>The command that shows it instead.</summary>
    public string? Command { get; init; }

    public bool IsAutomated => Act is not null || Command is not null;

    public static Scenario NotShown(string id, string title, string why) => new() { Id = id, Title = title, Note = why };
}
