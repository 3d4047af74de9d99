using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Models;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>Agents of kind <c>mcp</c>: as those of kind <c>llm</c>, with the tools of MCP servers.</summary>
internal sealed class McpAgents(ModelAgents agents) : IDurableKind
{
    public string Kind => "mcp";

    public IReadOnlyList<ConfigurationError> Validate(AgentConfiguration configuration) => agents.Validate(configuration);

    public IReadOnlyList<string> HonouredParameters(AgentConfiguration configuration) => agents.HonouredParameters(configuration);

    public bool IsIdempotent(AgentConfiguration configuration) => agents.IsIdempotent(configuration);

    public IAttempt Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open, CallRecord? record) =>
        agents.Prepare(configuration, task, open, record);
}
