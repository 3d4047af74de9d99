using System.Text.Json;
using System.Text.Json.Nodes;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Audit;

/// <summary>What the scripted judge says, and how 3* reaches it.</summary>
internal static class JudgeScript
{
    public const string Model = "test/judge";
    public const string Second = "test/second";

    public static async Task<AuditBench> StartAsync(ChatServer server, PolicySet policies, params (string, string)[] settings)
    {
        (string, string)[] all =
        [
            .. settings,
            ("Vsm:Ai:Providers:test:BaseUrl", server.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:RetryPause", "00:00:00"),
            ("Vsm:Ai:Prices:0:Model", Model), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10"), ("Vsm:Audit:Judge:Model", Model),
        ];
        var bench = await AuditBench.StartAsync(_ => { }, [.. all.DistinctBy(x => x.Item1)]);
        await bench.ChangeAsync(policies);
        return bench;
    }

    /// <summary>The same verdict on each, by a word of the output.</summary>
    public static ChatReply Rules(string verdict, string quote, params PolicyDefinition[] policies) => Rules([.. policies.Select(x => (verdict, quote, x))]);

    public static ChatReply Rules(params (string Verdict, string Quote, PolicyDefinition Policy)[] findings) => ChatReply.Text(
        new JsonObject { ["findings"] = new JsonArray([.. findings.Select(x => Finding(x.Policy, x.Verdict, x.Quote))]) }.ToJsonString(JsonSerializerOptions.Web), (1_000, 100));

    /// <summary>Kept, by a word of the output, with a policy that a passage suggests.</summary>
    public static ChatReply Suggests(string passage, string quote, PolicyDefinition policy) => ChatReply.Text(
        new JsonObject
        {
            ["findings"] = new JsonArray(Finding(policy, "not_violated", quote)),
            ["suggestions"] = new JsonArray(new JsonObject { ["name"] = "short", ["rule"] = "Answers are short.", ["quote"] = passage }),
        }.ToJsonString(JsonSerializerOptions.Web), (1_000, 100));

    private static JsonObject Finding(PolicyDefinition policy, string verdict, string quote) => new()
    {
        ["policyId"] = policy.PolicyId.ToString(),
        ["policyVersion"] = policy.Version,
        ["interpretation"] = "Read as it is written.",
        ["evidence"] = new JsonArray(new JsonObject { ["kind"] = "output", ["quote"] = quote, ["start"] = null, ["end"] = null, ["id"] = null }),
        ["readings"] = verdict == "vague" ? new JsonArray("of a word: kept", "of all words: broken") : new JsonArray(),
        ["questions"] = verdict == "vague" ? new JsonArray("Of a word, or of all?") : new JsonArray(),
        ["verdict"] = verdict,
    };
}
