using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Record;
using Vsm.S1.Operations.Tools;

namespace Vsm.S1.Operations.Execution;

/// <summary>What is said of an attempt, to others and to the journal.</summary>
internal static class AttemptMessages
{
    public static AttemptAnswer Interrupted(AssignTaskMessage task, AgentConfiguration agent, IReadOnlyList<Effect> effects) =>
        Interrupted(task, agent, effects, CallCosts.Unknown(task.Allowance ?? agent.CostPerTask));

    public static AttemptAnswer Interrupted(AssignTaskMessage task, AgentConfiguration agent, IReadOnlyList<Effect> effects, Usage usage) => new()
    {
        Failure = FailureOf(
            task, agent, ExecutionError.Transient,
            $"{agent.Name} was interrupted, and what it does is not done twice in one attempt."
            + (effects.Count == 0 ? "" : $" What it may have done: {string.Join(", ", effects.Select(x => $"{x.Tool} (call {x.Step})"))}."),
            [], usage, TimeSpan.Zero),
    };

    /// <summary>Something went wrong that nobody foresaw; what, is in the log.</summary>
    public static AttemptAnswer Faulted(AssignTaskMessage task, AgentConfiguration agent, IReadOnlyList<ToolCall> calls, Usage usage) => new()
    {
        Failure = FailureOf(
            task, agent, ExecutionError.Transient, $"{agent.Name} was ended by a fault; the operator finds the reason in the log.", calls, usage, TimeSpan.Zero),
    };

    public static CapabilityGapMessage GapOf(
        AssignTaskMessage task, AgentConfiguration agent, EscalationException escalation, IReadOnlyList<ToolCall> calls, Usage usage) => new()
        {
            TaskId = task.TaskId,
            Vsm = task.Vsm,
            Attempt = task.Attempt,
            ReportedBy = GapReporter.System1,
            AgentId = agent.AgentId,
            Reason = Short(Storable(escalation.Message))!,
            Content = task.Content,
            RequiredCapabilities = task.RequiredCapabilities,
            MissingCapabilities = escalation.MissingCapabilities,
            Usage = usage,
            ToolCalls = ToolCallLimits.Fit(calls),
        };

    public static JournalEntry EntryOf(AssignTaskMessage task, AgentConfiguration agent, ToolCall call) => new JournalEntry
    {
        Key = $"{task.TaskId}/{task.Attempt}/tool/{call.Id}",
        Vsm = task.Vsm,
        Function = "s1",
        Kind = JournalKinds.ToolCall,
        At = call.StartedAt,
        TaskId = task.TaskId,
        Attempt = task.Attempt,
        Actor = agent.Name,
        Summary = $"{agent.Name} called {call.Tool}: {(call.Outcome == ToolCallOutcome.Succeeded ? "" : "failed, ")}{Short(call.Result)}",
    }.With(call);

    public static TaskResultMessage ResultOf(
        AssignTaskMessage task, AgentConfiguration agent, AttemptOutput output, IReadOnlyList<ToolCall> calls, Usage usage, DateTimeOffset startedAt, TimeSpan time) => new()
        {
            TaskId = task.TaskId,
            Vsm = task.Vsm,
            Attempt = task.Attempt,
            AgentId = agent.AgentId,
            AgentNumber = agent.Number,
            ConfigurationVersion = agent.Version,
            PolicySetVersion = task.PolicySetVersion ?? 0,
            Content = task.Content,
            References = task.References,
            Output = Storable(output.Text),
            OutputReference = output.Whole,
            ToolCalls = ToolCallLimits.Fit(calls),
            Usage = usage,
            Allowance = task.Allowance is { } most ? Math.Max(0, most - usage.Cost) : null,
            Model = agent.Model,
            StartedAt = startedAt,
            DurationMs = time.TotalMilliseconds,
        };

    public static TaskExecutionFailed FailureOf(
        AssignTaskMessage task, AgentConfiguration agent, ExecutionError error, string reason, IReadOnlyList<ToolCall> calls, Usage usage, TimeSpan time,
        decimal? needed = null) => new()
        {
            TaskId = task.TaskId,
            Vsm = task.Vsm,
            Attempt = task.Attempt,
            AgentId = agent.AgentId,
            Error = error,
            Needed = needed,
            Reason = Short(reason)!,
            ToolCalls = ToolCallLimits.Fit(calls),
            Usage = usage,
            DurationMs = time.TotalMilliseconds,
        };

    // PostgreSQL keeps no NUL in text.
    private static string Storable(string output) => output.Replace('\0', '\uFFFD');

    public static string? Short(string? text) => text is { Length: > 500 } ? $"{text[..500]}…" : text;
}
