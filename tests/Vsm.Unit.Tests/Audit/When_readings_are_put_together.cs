using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Evaluation;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_readings_are_put_together
{
    private static readonly PolicyCheck Two = Given.Check("max_sentences", ("max", "2"));

    private static readonly PolicyCheck Four = Given.Check("max_words", ("max", "4"));

    [TestCase(ReadingRule.MustAgree, Verdict.Violated, Verdict.Violated, Verdict.Violated)]
    [TestCase(ReadingRule.MustAgree, Verdict.NotViolated, Verdict.NotViolated, Verdict.NotViolated)]
    [TestCase(ReadingRule.MustAgree, Verdict.Violated, Verdict.NotViolated, Verdict.Vague)]
    [TestCase(ReadingRule.MustAgree, Verdict.Violated, Verdict.NotJudged, Verdict.NotJudged)]
    [TestCase(ReadingRule.MustAgree, Verdict.NotViolated, Verdict.NotJudged, Verdict.NotJudged)]
    [TestCase(ReadingRule.Strict, Verdict.Violated, Verdict.NotViolated, Verdict.Violated)]
    [TestCase(ReadingRule.Strict, Verdict.Violated, Verdict.NotJudged, Verdict.Violated)]
    [TestCase(ReadingRule.Strict, Verdict.NotViolated, Verdict.NotJudged, Verdict.NotJudged)]
    [TestCase(ReadingRule.Lenient, Verdict.Violated, Verdict.NotViolated, Verdict.NotViolated)]
    [TestCase(ReadingRule.Lenient, Verdict.NotViolated, Verdict.NotJudged, Verdict.NotViolated)]
    [TestCase(ReadingRule.Lenient, Verdict.Violated, Verdict.NotJudged, Verdict.NotJudged)]
    [TestCase(ReadingRule.Lenient, Verdict.Violated, Verdict.Violated, Verdict.Violated)]
    public void The_rule_decides_in_any_order(ReadingRule rule, Verdict one, Verdict other, Verdict expected)
    {
        Assert.That(Verdicts.OfReadings(rule, [one, other]), Is.EqualTo(expected));
        Assert.That(Verdicts.OfReadings(rule, [other, one]), Is.EqualTo(expected));
    }

    [Test, Combinatorial]
    public void One_reading_is_the_same_under_every_rule(
        [Values] ReadingRule rule, [Values(Verdict.NotViolated, Verdict.NotJudged, Verdict.Violated)] Verdict verdict) =>
        Assert.That(Verdicts.OfReadings(rule, [verdict]), Is.EqualTo(verdict));

    [FsCheck.NUnit.Property]
    public bool The_verdict_on_a_result_is_the_highest(Verdict[]? verdicts)
    {
        var readable = (verdicts ?? []).Select(Finding).ToList();
        var expected = readable.Count == 0 ? Verdict.NotJudged
            : readable.Any(x => x.Verdict == Verdict.Violated) ? Verdict.Violated
            : readable.Any(x => x.Verdict == Verdict.NotJudged) ? Verdict.NotJudged
            : readable.Any(x => x.Verdict == Verdict.Vague) ? Verdict.Vague
            : Verdict.NotViolated;
        return Verdicts.OfResult(readable) == expected;
    }

    [Test]
    public async Task A_vague_policy_says_its_readings_and_asks_which_one_holds()
    {
        var finding = (await Given.Judged(Given.Packet("One two three. Four five."), Given.Policy(1, Two, Four))).Ruling.Findings.Single();

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Vague));
        Assert.That(finding.Readings, Has.Count.EqualTo(2));
        Assert.That(finding.Readings[0], Does.StartWith("at most 2 sentences: not violated. The output has 2,"));
        Assert.That(finding.Readings[1], Does.StartWith("at most 4 words: violated. The output has 5,"));
        Assert.That(finding.Questions, Is.EqualTo(new[] { "Which reading of 'rule 1' holds: at most 2 sentences, or at most 4 words?" }));
        Assert.That(finding.Remedy, Is.Null);
        Assert.That(finding.Evidence.Single().Text, Is.EqualTo("five."));
    }

    [TestCase(ReadingRule.MustAgree, "1")]
    [TestCase(ReadingRule.Strict, "1")]
    [TestCase(ReadingRule.Lenient, "2")]
    public async Task The_remedy_settles_the_policy_under_its_rule(ReadingRule rule, string value)
    {
        var policy = Given.Policy(1, Two, Given.Check("max_sentences", ("max", "1"))) with { ReadingRule = rule };

        var finding = (await Given.Judged(Given.Packet("A. B. C. D. E is x. F is y. G is z."), policy)).Ruling.Findings.Single();

        Assert.That(finding.Remedy, Is.EqualTo(new Remedy { Parameter = "max_sentences", Value = value }));
    }

    private static Finding Finding(Verdict verdict) => new()
    {
        PolicyId = Guid.Empty,
        PolicyNumber = 1,
        Policy = "p",
        PolicyVersion = 1,
        Verdict = verdict,
        Interpretation = "",
    };
}
