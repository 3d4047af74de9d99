using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Organisation;

/// <summary>The policies of the team, and those of one System 1, as Policy has them now.</summary>
internal sealed class ReadSystemPoliciesTool(SystemDirectory systems, IServiceScopeFactory scopes, string vsm) : AgentTool(ToolNames.ReadSystemPolicies, Schema)
{
    private const string Schema = """
        {
          "type": "object",
          "properties": { "system_id": { "type": "integer", "minimum": 1, "description": "The number of a System 1." } },
          "required": ["system_id"],
          "additionalProperties": false
        }
        """;

    public override ToolLevel LevelOf(JsonElement arguments) => ToolLevel.Read;

    protected override async Task<string> RunAsync(JsonElement arguments, CancellationToken cancel)
    {
        var number = arguments.GetProperty("system_id").GetDecimal();
        var system = (await systems.ListAsync(vsm, cancel)).FirstOrDefault(x => x.Number == number)
            ?? throw new ToolException($"There is no System 1 with the number {arguments.GetProperty("system_id")}.");
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var found = await scope.ServiceProvider.GetRequiredService<IRequestClient<FindPolicySet>>()
                .GetResponse<PolicySetFound>(new FindPolicySet { Vsm = vsm }, cancel);
            var policies = found.Message.PolicySet.Policies;
            return new JsonObject
            {
                ["team_policies"] = List(policies.Where(x => x.Scope == PolicyScope.Team)),
                [$"system_{system.Number}_policies"] = List(policies.Where(x => x.Scope == PolicyScope.System && x.AgentId == system.AgentId)),
            }.ToJsonString(OrganisationTools.Json);
        }
        catch (RequestTimeoutException silent)
        {
            throw new ToolException("Policy did not answer in time.", silent);
        }
    }

    private static JsonArray List(IEnumerable<PolicyDefinition> policies) =>
        [.. policies.OrderBy(x => x.Number).Select(x => new JsonObject { ["id"] = x.Number, ["name"] = x.Name, ["rule"] = x.Rule })];
}
