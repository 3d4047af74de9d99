using System.Text.Json;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Organisation;

/// <summary>The System 1s of the VSM instance.</summary>
internal sealed class ReadSystemsTool(SystemDirectory systems, string vsm) : AgentTool(ToolNames.ReadSystems, """{ "type": "object", "properties": {}, "additionalProperties": false }""")
{
    public override ToolLevel LevelOf(JsonElement arguments) => ToolLevel.Read;

    protected override async Task<string> RunAsync(JsonElement arguments, CancellationToken cancel) => JsonSerializer.Serialize(
        new { systems = (await systems.ListAsync(vsm, cancel)).Select(x => new { id = x.Number, name = x.Name, description = x.Description ?? "", permissions = x.Permissions }) },
        OrganisationTools.Json);
}
