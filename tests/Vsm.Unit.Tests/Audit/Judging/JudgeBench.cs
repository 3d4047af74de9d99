using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Evaluation;
using Vsm.S3Star.Audit.Judging;
using Vsm.Testing.Models;
using Vsm.Unit.Tests.Ai;

namespace Vsm.Unit.Tests.Audit.Judging;

/// <summary>A judge with a scripted model behind it.</summary>
internal sealed class JudgeBench : IAsyncDisposable
{
    public const string Model = "test/judge";
    private readonly ModelBench _models;

    private JudgeBench(ChatServer server, ModelBench models, ModelJudge judge) => (Server, _models, Judge) = (server, models, judge);

    public ChatServer Server { get; }

    public ModelJudge Judge { get; }

    public static Task<JudgeBench> StartAsync(params ChatReply[] replies) => StartAsync(new JudgeOptions { Model = Model }, TimeProvider.System, replies);

    public static async Task<JudgeBench> StartAsync(JudgeOptions options, TimeProvider clock, params ChatReply[] replies)
    {
        var server = (await ChatServer.StartAsync()).Says(replies);
        var models = ModelBench.Of(
            server, ("Vsm:Ai:Prices:0:Model", Model), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10"), ("Vsm:Ai:CallLimit", "00:10:00"));
        return new JudgeBench(server, models, new ModelJudge(models.Models, models.Prices, Options.Create(options), Options.Create(new AiOptions()), clock, NullLogger<ModelJudge>.Instance));
    }

    public static JudgePacket Write(CasePacket packet, params PolicyDefinition[] policies) => PacketWriter.Write(packet.Result, policies, []);

    /// <summary>Judges by checks first, and then as the model says.</summary>
    public async Task<Judgement> JudgeAsync(CasePacket packet, params PolicyDefinition[] policies)
    {
        var judgement = await Given.Judged(packet, policies);
        var files = await FileText.ReadAsync(packet, CancellationToken.None);
        var written = PacketWriter.Write(packet.Result, judgement.Unchecked, files);
        return judgement.With(await Judge.AskAsync(written, Model, packet.Result, GiveAsync, CancellationToken.None), Given.Now);
    }

    /// <summary>As much as is wanted, unless a test says otherwise.</summary>
    public Func<JudgingNeeds, JudgingMeans> Funds { get; set; } = x => new JudgingMeans(x.Wanted, null);

    public List<JudgingNeeds> Asked { get; } = [];

    public Task<JudgingMeans> GiveAsync(JudgingNeeds needs, CancellationToken cancel)
    {
        Asked.Add(needs);
        return Task.FromResult(Funds(needs));
    }

    public async Task<Finding> FindingAsync(CasePacket packet, PolicyDefinition policy) => (await JudgeAsync(packet, policy)).Ruling.Findings.Single();

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        await Server.DisposeAsync();
    }

    public static ChatReply Says(params JsonObject[] findings) => ChatReply.Text(Json(findings), (1_000, 100));

    public static string Json(params JsonObject[] findings) => new JsonObject { ["findings"] = new JsonArray([.. findings]) }.ToJsonString(JsonSerializerOptions.Web);

    public static JsonObject Finding(PolicyDefinition policy, string verdict, params JsonObject[] evidence) => new()
    {
        ["policyId"] = policy.PolicyId.ToString(),
        ["policyVersion"] = policy.Version,
        ["interpretation"] = "Read as it is written.",
        ["evidence"] = new JsonArray([.. evidence]),
        ["readings"] = new JsonArray(),
        ["questions"] = new JsonArray(),
        ["verdict"] = verdict,
    };

    public static JsonObject Quote(string? quote, int? start = null) => new()
    {
        ["kind"] = "output", ["quote"] = quote, ["start"] = start, ["end"] = start + quote?.Length, ["id"] = null,
    };

    public static JsonObject Call(string? id) => new() { ["kind"] = "toolCall", ["quote"] = null, ["start"] = null, ["end"] = null, ["id"] = id };
}
