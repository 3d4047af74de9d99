using System.Text.Json.Nodes;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Audit.Judging;

public sealed class When_a_judge_answers
{
    private const string Output = "One lamp is fine. One lamp is broken.";

    private static readonly PolicyDefinition Policy = Given.Policy(1);

    private static readonly CasePacket Work = Given.Packet(Output);

    [Test]
    public async Task All_policies_without_a_check_are_asked_about_in_one_call()
    {
        var (first, second, byCheck) = (Given.Policy(1), Given.Policy(2), Given.Policy(3, Given.Check("min_words", ("min", "1"))));
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(
            JudgeBench.Finding(second, "not_violated", JudgeBench.Quote("fine")), JudgeBench.Finding(first, "violated", JudgeBench.Quote("broken", 30))));

        var judgement = await bench.JudgeAsync(Work, first, second, byCheck);

        var ruling = judgement.Ruling;
        Assert.That(ruling.Findings.Select(x => (x.PolicyNumber, x.Verdict, x.Judge)), Is.EqualTo(new[]
        {
            (1, Verdict.Violated, JudgeBench.Model), (2, Verdict.NotViolated, JudgeBench.Model), (3, Verdict.NotViolated, (string?)null),
        }));
        Assert.That((ruling.Verdict, ruling.Judge), Is.EqualTo((Verdict.Violated, JudgeBench.Model)));
        Assert.That(ruling.Usage, Is.EqualTo(new Usage { InputTokens = 1_000, OutputTokens = 100, Cost = 0.003m }));
        Assert.That(judgement.Explanation, Is.EqualTo("By 3 findings violated: policy 1. 2 findings by test/judge."));
        Assert.That((ruling.Findings[0].Evidence.Single().Start, ruling.Findings[0].Interpretation), Is.EqualTo(((int?)30, "Read as it is written.")));
        var request = bench.Server.Requests.Single();
        Assert.That(request.Said("user"), Does.Contain("rule 1").And.Contain("rule 2").And.Not.Contain("rule 3"), "no model rules on what a check does");
        Assert.That(request.Said("user"), Does.Contain(Output).And.Contain("the task"));
        Assert.That(request.Body.GetProperty("response_format").GetRawText(), Does.Contain($"{first.PolicyId}").And.Contain($"{second.PolicyId}").And.Not.Contain($"{byCheck.PolicyId}"));
    }

    [Test]
    public async Task Vague_says_which_readings_differ_and_what_would_settle_them()
    {
        var vague = Vague(["Lamps: kept.", "All lamps: broken."], ["Does it count for all lamps?"]);
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(vague));

        var finding = await bench.FindingAsync(Work, Policy);

        Assert.That((finding.Verdict, finding.Readings.Count, finding.Questions.Single()), Is.EqualTo((Verdict.Vague, 2, "Does it count for all lamps?")));
    }

    public static IEnumerable<TestCaseData> Unusable =>
    [
        Case("violated without evidence", JudgeBench.Finding(Policy, "violated"), "cited nothing"),
        Case("violated by what is not there", JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("a broken vase", 3), JudgeBench.Call("7")), "cited nothing"),
        Case("violated by the task's words", JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("the task")), "cited nothing"),
        Case("kept without evidence", JudgeBench.Finding(Policy, "not_violated"), "cited nothing"),
        Case("kept with evidence of which some is invented", JudgeBench.Finding(Policy, "not_violated", JudgeBench.Quote("fine"), JudgeBench.Quote("superb")), "cited something that is not"),
        Case("another version", JudgeBench.Finding(Policy with { Version = 2 }, "violated", JudgeBench.Quote("fine")), "ruled by version 2"),
        Case("another policy", JudgeBench.Finding(Given.Policy(2), "violated", JudgeBench.Quote("fine")), "said nothing of the policy"),
        Case("vague without readings", Vague([], ["What?"]), "did not say which readings differ"),
        Case("vague without a question", Vague(["a", "b"], [" "]), "did not say which readings differ"),
        Case("vague with one reading twice", Vague(["a", "a "], ["What?"]), "did not say which readings differ"),
        Case("cannot tell", JudgeBench.Finding(Policy, "not_judged"), "cannot tell. Read as it is written."),
    ];

    [TestCaseSource(nameof(Unusable))]
    public async Task What_is_not_borne_out_counts_as_not_judged(string _, JsonObject answer, string reason)
    {
        await using var bench = await JudgeBench.StartAsync(ChatReply.Text(JudgeBench.Json((JsonObject)answer.DeepClone())));

        var finding = await bench.FindingAsync(Work, Policy);

        Assert.That((finding.Verdict, finding.Evidence.Count, finding.Judge), Is.EqualTo((Verdict.NotJudged, 0, JudgeBench.Model)));
        Assert.That(finding.Interpretation, Does.StartWith("Not judged: ").And.Contain(reason));
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Verdicts_that_contradict_one_another_are_none()
    {
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(
            JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("broken")), JudgeBench.Finding(Policy, "not_violated", JudgeBench.Quote("fine"))));

        Assert.That((await bench.FindingAsync(Work, Policy)).Interpretation, Does.Contain("contradict"));
    }

    [Test]
    public async Task The_same_verdict_twice_is_one()
    {
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(
            JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("broken")), JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("broken"), JudgeBench.Quote("fine"))));

        var finding = await bench.FindingAsync(Work, Policy);

        Assert.That((finding.Verdict, finding.Evidence.Count), Is.EqualTo((Verdict.Violated, 2)));
    }

    [Test]
    public async Task Of_evidence_against_a_result_what_is_there_suffices()
    {
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("invented"), JudgeBench.Quote("broken"))));

        var finding = await bench.FindingAsync(Work, Policy);

        Assert.That((finding.Verdict, finding.Evidence.Single().Text), Is.EqualTo((Verdict.Violated, "broken")));
    }

    [Test]
    public async Task Its_words_are_bounded_and_show_what_is_invisible()
    {
        var answer = JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("broken"));
        answer["interpretation"] = $"\u202E\u001B[2J{new string('x', 5_000)}";
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(answer));

        var interpretation = (await bench.FindingAsync(Work, Policy)).Interpretation;

        Assert.That(interpretation, Does.StartWith("⟦U+202E⟧⟦U+001B⟧[2J").And.Length.LessThanOrEqualTo(1_000));
    }

    private static JsonObject Vague(string[] readings, string[] questions)
    {
        var finding = JudgeBench.Finding(Policy, "vague");
        finding["readings"] = new JsonArray([.. readings.Select(x => JsonValue.Create(x))]);
        finding["questions"] = new JsonArray([.. questions.Select(x => JsonValue.Create(x))]);
        return finding;
    }

    private static TestCaseData Case(string name, JsonObject answer, string reason) => new TestCaseData(name, answer, reason).SetArgDisplayNames(name);
}
