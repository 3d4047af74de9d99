using Vsm.Contracts.Operations;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

/// <summary>A tool call and the attempt that made it.</summary>
internal sealed record TaskCallView
{
    public required int Attempt { get; init; }

    /// <summary>Counted within the attempt, from <c>1</c>.</summary>
    public required string Id { get; init; }

    public required string Tool { get; init; }

    public required IReadOnlyDictionary<string, string> Arguments { get; init; }

    public required ToolCallOutcome Outcome { get; init; }

    public string? Result { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationMs { get; init; }

    /// <summary>Set where an interruption of the attempt meant something for the call.</summary>
    public CallRecovery? Recovery { get; init; }

    public static TaskCallView Of(CallRow row) => new()
    {
        Attempt = row.Attempt,
        Id = row.Call.Id,
        Tool = row.Call.Tool,
        Arguments = row.Call.Arguments,
        Outcome = row.Call.Outcome,
        Result = row.Call.Result,
        StartedAt = row.Call.StartedAt,
        DurationMs = row.Call.DurationMs,
        Recovery = row.Call.Recovery,
    };
}
