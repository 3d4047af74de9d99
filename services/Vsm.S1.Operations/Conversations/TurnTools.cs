using Microsoft.Extensions.Options;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Sessions;
using Vsm.S1.Operations.Tools;

namespace Vsm.S1.Operations.Conversations;

/// <summary>
/// The tools of an agent for a turn: as in a task, under the same permissions and limits. What a turn changes is claimed under the turn's own identity, so that
/// the same turn, asked for again, does not change it twice.
/// </summary>
internal sealed class TurnTools(
    ToolBox box, Effects effects, IOptions<ToolOptions> options, OperationsMetrics metrics, TimeProvider clock, ILogger<ToolRunner> logger)
{
    /// <summary>How many calls of tools a turn may have.</summary>
    public int MostCalls => options.Value.MostCalls;

    /// <summary>The agent as it converses: there is no task that it could give back.</summary>
    public static AgentConfiguration Conversing(AgentConfiguration agent) =>
        agent with { Permissions = agent.Permissions.Where(x => x.Key != ToolNames.Escalate).ToDictionary(x => x.Key, x => x.Value) };

    /// <summary>Finds the tools that there are now.</summary>
    /// <param name="agent">The agent as it converses.</param>
    /// <param name="turn">See <see cref="TurnRow.IdOf"/>.</param>
    /// <param name="log">Takes their calls.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(ToolRunner Tools, IReadOnlyList<MissingTools> Missing)> OpenAsync(AgentConfiguration agent, Guid turn, AttemptLog log, CancellationToken cancel)
    {
        if (agent.Permissions.Values.All(x => x == "none"))
        {
            return (Runner([], agent, turn, log), []);
        }

        var found = await box.FindAsync(agent, cancel);
        return (Runner([.. found.Tools.Where(x => x.Name != ToolNames.Escalate)], agent, turn, log), found.Missing);
    }

    /// <returns>What a turn that was not answered may have changed, for whoever asked; empty: nothing.</returns>
    public async Task<string> MayHaveDoneAsync(Guid turn, CancellationToken cancel)
    {
        var done = await effects.FindAsync(WorkOf(turn), cancel);
        return done.Count == 0 ? "" : $" What it may have done all the same: {string.Join(", ", done.Select(x => $"{x.Tool} (call {x.Step})"))}.";
    }

    private ToolRunner Runner(IReadOnlyList<AgentTool> tools, AgentConfiguration agent, Guid turn, AttemptLog log) =>
        new(tools, agent, WorkOf(turn), log, effects, options.Value, metrics, clock, logger);

    // Attempts of tasks count from 1.
    private static AssignTaskMessage WorkOf(Guid turn) => new() { TaskId = turn, Content = "", Attempt = 0 };
}
