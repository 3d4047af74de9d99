using FsCheck;
using FsCheck.Fluent;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_findings_are_of_any_kind
{
    private static readonly string[] Findings = ["NotViolated", "NotViolated", "NotViolated", "Violated", "NotJudged", "throw"];

    private static readonly Gen<PolicyDefinition> Policies =
        from readings in Gen.Elements(Findings).ListOf(3)
        from count in Gen.Choose(0, 3)
        from rule in Gen.Elements(ReadingRule.MustAgree, ReadingRule.Strict, ReadingRule.Lenient)
        from scope in Gen.Elements("team", "team", "own", "other")
        select Cases.Policy("any", [.. readings.Take(count).Select(x => Cases.Check("says", ("verdict", x)))]) with
        {
            ReadingRule = rule,
            Scope = scope == "team" ? PolicyScope.Team : PolicyScope.System,
            AgentId = scope == "team" ? null : scope == "own" ? Cases.Agent : Guid.NewGuid(),
        };

    [Test]
    public async Task Only_what_keeps_every_policy_that_applies_is_approved_and_each_result_is_told_of_once()
    {
        await using var bench = await AuditBench.StartAsync(_ => { });
        var tried = 0;

        Prop.ForAll(Policies.ListOf().ToArbitrary(), x => CheckAsync(bench, $"vsm{++tried}", [.. x]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithEndSize(6));

        Assert.That(bench.Count<TaskResultApprovedMessage>(), Is.InRange(1, tried - 1), "both ways were tried");
    }

    private static async Task<bool> CheckAsync(AuditBench bench, string vsm, PolicyDefinition[] policies)
    {
        await bench.ChangeAsync(Cases.Set(1, policies) with { Vsm = vsm });
        var result = Cases.Result("anything") with { Vsm = vsm };
        await bench.Bus.Publish(result);

        var told = await bench.Harness.Published.SelectAsync(x => RulingOf(x.MessageObject)?.TaskId == result.TaskId).FirstAsync();
        var ruling = RulingOf(told.MessageObject)!;
        var applying = policies.Where(x => x.AgentId is null || x.AgentId == Cases.Agent).Select(x => x.PolicyId);
        var isKept = ruling.Findings.Count > 0 && ruling.Findings.All(x => x.Verdict == Verdict.NotViolated);
        return ruling.Findings.Select(x => x.PolicyId).SequenceEqual(applying) && told.MessageObject is TaskResultApprovedMessage == isKept;
    }

    private static Ruling? RulingOf(object message) => message switch
    {
        TaskResultApprovedMessage x => x.Ruling,
        PolicyViolationMessage x => x.Ruling,
        PolicyClarificationRequest x => x.Ruling,
        TaskResultNotJudged x => x.Ruling,
        _ => null,
    };
}
