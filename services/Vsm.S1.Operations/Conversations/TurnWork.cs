using Vsm.Ai;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Conversations;

/// <summary>What one turn does: its calls of models and tools, and what they cost.</summary>
/// <param name="Turn">See <see cref="Sessions.TurnRow.IdOf"/>.</param>
/// <param name="Log">Its calls, in order.</param>
/// <param name="Allowance">What pays for them.</param>
internal sealed record TurnWork(Guid Turn, AttemptLog Log, Allowance Allowance)
{
    private const string Model = "model";

    /// <summary>For the user: what was called of tools.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => ToolCallLimits.Fit([.. Log.Calls.Where(x => x.Tool != Model)]);

    /// <summary>For the journal, which nothing that was said goes to.</summary>
    public IReadOnlyList<SessionCall> Calls =>
        [.. Log.Calls.Select(x => new SessionCall { Id = x.Id, Tool = x.Tool, Outcome = x.Outcome, StartedAt = x.StartedAt, DurationMs = x.DurationMs })];
}
