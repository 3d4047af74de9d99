using System.Text.Json;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools;

/// <summary>1.1, action 1.1: the agent cannot do the task and says why; System 3 delegates again with the reason.</summary>
internal sealed class EscalateTool() : AgentTool(ToolNames.Escalate, Schema)
{
    private const string Schema = """
        {
          "type": "object",
          "properties": {
            "reason": { "type": "string", "minLength": 1, "maxLength": 2000, "description": "Why the task cannot be done by you." },
            "missing_capabilities": {
              "type": "array", "maxItems": 20, "items": { "type": "string", "maxLength": 63 },
              "description": "Capabilities that somebody who can do it would have."
            }
          },
          "required": ["reason"],
          "additionalProperties": false
        }
        """;

    public override ToolLevel LevelOf(JsonElement arguments) => ToolLevel.Write;

    /// <summary>What it leads to is the answer of the attempt, which there is one of in any case.</summary>
    public override bool HasEffect(JsonElement arguments) => false;

    protected override Task<string> RunAsync(JsonElement arguments, CancellationToken cancel) => throw new EscalationException(
        arguments.GetProperty("reason").GetString()!,
        arguments.TryGetProperty("missing_capabilities", out var missing) ? [.. missing.EnumerateArray().Select(x => x.GetString()!).Where(OrganisationNames.IsCapability)] : []);
}

internal sealed class EscalationTools : IToolSource
{
    public IEnumerable<AgentTool> Of(AgentConfiguration agent) => [new EscalateTool()];

    public IEnumerable<ConfigurationError> Validate(AgentConfiguration agent)
    {
        if (ToolLevels.Of(agent.Permissions, ToolNames.Escalate) == ToolLevel.Read)
        {
            yield return new ConfigurationError($"permissions.{ToolNames.Escalate}", "Level read allows nothing of it; give it write, or none.");
        }
    }
}
