using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations.Execution;

/// <summary>The steps of an attempt in the order in which they were begun: calls of models, of tools and of whatever else.</summary>
internal sealed class AttemptLog(TimeProvider clock, CallRecord? record = null)
{
    private readonly List<AttemptStep> _steps = [];

    /// <summary>Where calls are recorded as they are made; null: nowhere, and the attempt is not gone on with by another process.</summary>
    public CallRecord? Record { get; } = record;

    /// <summary>The steps that ended, as they are told to others.</summary>
    public IReadOnlyList<ToolCall> Calls => [.. _steps.Select(x => x.Call).OfType<ToolCall>()];

    /// <summary>Begins a step, which somebody has to end.</summary>
    public AttemptStep Begin(string tool, Dictionary<string, string> arguments)
    {
        var step = new AttemptStep(_steps.Count + 1, tool, arguments, clock);
        _steps.Add(step);
        return step;
    }
}

/// <summary>One step of an attempt.</summary>
internal sealed class AttemptStep(int number, string tool, Dictionary<string, string> arguments, TimeProvider clock)
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Counted within the attempt, from 1.</summary>
    public int Number { get; } = number;

    public Dictionary<string, string> Arguments { get; } = arguments;

    /// <summary>What is told of it; null until it has ended.</summary>
    public ToolCall? Call { get; private set; }

    /// <summary>What an interruption meant for it, if anything.</summary>
    public CallRecovery? Recovery { get; set; }

    public void End(ToolCallOutcome outcome, string result) => Call = new ToolCall
    {
        Id = Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Tool = tool,
        Arguments = Arguments,
        Outcome = outcome,
        Result = Cut.ToBytes(result.Replace('\0', '\uFFFD'), FunctionLimits.RecordedBytes), // PostgreSQL keeps no NUL
        StartedAt = _startedAt,
        DurationMs = clock.GetElapsedTime(_start).TotalMilliseconds,
        Recovery = Recovery,
    };
}
