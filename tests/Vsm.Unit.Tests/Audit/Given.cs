using System.Security.Cryptography;
using System.Text;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Evaluation;

namespace Vsm.Unit.Tests.Audit;

/// <summary>Packets and policies for the tests of 3*.</summary>
internal static class Given
{
    public static readonly Guid Agent = new("11111111-1111-1111-1111-111111111111");

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly Judge Judge = new(CheckCatalogue.BuiltIn);

    public static CasePacket Packet(string output, params (string Name, string Content)[] inputs) =>
        PacketOfBytes(output, [.. inputs.Select(x => (x.Name, Encoding.UTF8.GetBytes(x.Content)))]);

    public static CasePacket PacketOfBytes(string output, params (string Name, byte[] Content)[] inputs) => new(
        Result(output) with { References = [.. inputs.Select(x => Reference(x.Name, x.Content))] },
        (reference, _) => ValueTask.FromResult<Stream>(new MemoryStream(inputs.Single(x => x.Name == reference.Name).Content)));

    public static CasePacket WithCalls(params (string Tool, ToolCallOutcome Outcome)[] calls) => new(
        Result("done") with { ToolCalls = [.. calls.Select((call, at) => Call($"{at + 1}", call.Tool, call.Outcome))] },
        (_, _) => throw new InvalidOperationException("Nothing to open."));

    public static ContentReference Reference(string name, byte[] content) => new()
    {
        Uri = new Uri($"file:///store/{name}"),
        Length = content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        Name = name,
    };

    public static PolicyDefinition Policy(int number, params PolicyCheck[] readings) => new()
    {
        PolicyId = new Guid(number, 0, 0, new byte[8]),
        Number = number,
        Name = $"policy {number}",
        Rule = $"rule {number}",
        Scope = PolicyScope.Team,
        Version = 1,
        Readings = readings,
    };

    public static PolicySet Policies(params PolicyDefinition[] policies) => new() { Version = 7, Policies = policies };

    public static PolicyCheck Check(string name, params (string Name, string Value)[] parameters) =>
        new() { Check = name, Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) };

    public static Task<Judgement> Judged(CasePacket packet, params PolicyDefinition[] policies) =>
        Judge.JudgeAsync(packet, Policies(policies), Now, CancellationToken.None);

    /// <summary>The finding by one check alone.</summary>
    public static async Task<Finding> Finding(CasePacket packet, string check, params (string Name, string Value)[] parameters) =>
        (await Judged(packet, Policy(1, Check(check, parameters)))).Ruling.Findings.Single();

    private static TaskResultMessage Result(string output) => new()
    {
        TaskId = new Guid("22222222-2222-2222-2222-222222222222"),
        Attempt = 2,
        AgentId = Agent,
        AgentNumber = 4,
        ConfigurationVersion = 3,
        PolicySetVersion = 7,
        Content = "the task",
        Output = output,
        Usage = new Usage { Cost = 0.01m },
        StartedAt = Now,
        DurationMs = 5,
    };

    private static ToolCall Call(string id, string tool, ToolCallOutcome outcome) =>
        new() { Id = id, Tool = tool, Outcome = outcome, StartedAt = Now, DurationMs = 1 };
}
