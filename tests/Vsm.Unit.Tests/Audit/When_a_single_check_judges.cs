using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_a_single_check_judges
{
    private const string Schema = """
        {"type":"object","required":["rows"],"additionalProperties":false,"properties":{"rows":{"type":"array","items":{
          "type":"object","required":["region"],"properties":{"region":{"type":"string","pattern":"^[a-z]+$"},"kind":{"const":"total"}},
          "patternProperties":{"^sum_":{"type":"number","minimum":0}}}}}}
        """;

    [TestCase("max_sentences", "max", "2", "One. Two.", Verdict.NotViolated)]
    [TestCase("max_sentences", "max", "1", "One. Two.", Verdict.Violated)]
    [TestCase("max_words", "max", "2", "one two", Verdict.NotViolated)]
    [TestCase("max_words", "max", "1", "one two", Verdict.Violated)]
    [TestCase("min_words", "min", "2", "one two", Verdict.NotViolated)]
    [TestCase("min_words", "min", "3", "one two", Verdict.Violated)]
    [TestCase("must_match", "pattern", "^o.e", "one", Verdict.NotViolated)]
    [TestCase("must_match", "pattern", "two", "one", Verdict.Violated)]
    [TestCase("must_match", "pattern", @"(\w)\1", "boot", Verdict.NotViolated)]
    [TestCase("must_not_match", "pattern", "two", "one", Verdict.NotViolated)]
    [TestCase("must_not_match", "pattern", "n", "one", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, """{"rows":[{"region":"north","sum_x":1,"kind":"total"}]}""", Verdict.NotViolated)]
    [TestCase("json_schema", "schema", Schema, """{"rows":[{"region":"North"}]}""", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, """{"rows":[{"region":"north","sum_x":-1}]}""", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, """{"rows":[{"region":"north","kind":"other"}]}""", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, """{"rows":[],"more":1}""", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, """{"rows":5,"rows":[]}""", Verdict.Violated)]
    [TestCase("json_schema", "schema", """{"enum":[5,1.5]}""", "5", Verdict.NotViolated)]
    [TestCase("json_schema", "schema", """{"enum":[5,1.5]}""", "\"5\"", Verdict.Violated)]
    [TestCase("json_schema", "schema", """{"const":null}""", "null", Verdict.NotViolated)]
    [TestCase("json_schema", "schema", """{"const":true}""", "\"True\"", Verdict.Violated)]
    [TestCase("json_schema", "schema", """{"items":{"$ref":"#"},"type":["array","integer"]}""", "[1,[2]]", Verdict.NotViolated)]
    [TestCase("json_schema", "schema", """{"items":{"$ref":"#"},"type":["array","integer"]}""", "[1,[\"2\"]]", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, "no JSON", Verdict.Violated)]
    [TestCase("json_schema", "schema", Schema, "{'rows':[]} // lenient", Verdict.Violated)]
    public async Task Its_verdict_is_right(string check, string parameter, string value, string output, Verdict expected)
    {
        var judgement = await Given.Judged(Given.Packet(output), Given.Policy(1, Given.Check(check, (parameter, value))));

        Assert.That(judgement.Failures, Is.Empty);
        Assert.That(judgement.Ruling.Findings.Single().Verdict, Is.EqualTo(expected), judgement.Ruling.Findings.Single().Interpretation);
    }

    [TestCase("max_sentences", "max", "2", "max_sentences", "2")]
    [TestCase("max_words", "max", "3", "max_words", "3")]
    [TestCase("must_not_match", "pattern", "a|b", "redact_pattern", "a|b")]
    [TestCase("min_words", "min", "99", null, null)]
    [TestCase("must_match", "pattern", "zzz", null, null)]
    public async Task A_violation_names_the_remedy_if_there_is_one(string check, string parameter, string value, string? remedy, string? to)
    {
        var finding = await Given.Finding(Given.Packet("A is a. B is b. C is c."), check, (parameter, value));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Violated));
        Assert.That((finding.Remedy?.Parameter, finding.Remedy?.Value), Is.EqualTo((remedy, to)));
    }

    [Test]
    public async Task The_evidence_for_too_many_sentences_begins_at_the_first_beyond_the_limit()
    {
        var finding = await Given.Finding(Given.Packet("One. Two.  Three. Four. "), "max_sentences", ("max", "2"));

        Assert.That(finding.Evidence, Is.EqualTo(new[] { new Evidence { Kind = EvidenceKind.Range, Start = 11, End = 23, Text = "Three. Four." } }));
        Assert.That(finding.Interpretation, Does.StartWith("Read as: at most 2 sentences. The output has 4, counted by "));
    }

    [TestCase("search", ToolCallOutcome.Succeeded, "search", Verdict.NotViolated, Verdict.Violated)]
    [TestCase("search", ToolCallOutcome.Failed, "search", Verdict.Violated, Verdict.Violated)]
    [TestCase("search", ToolCallOutcome.Succeeded, "search, cite", Verdict.Violated, Verdict.Violated)]
    [TestCase("read", ToolCallOutcome.Succeeded, "search", Verdict.Violated, Verdict.NotViolated)]
    public async Task Tools_are_judged_by_the_record_of_calls(string called, ToolCallOutcome outcome, string tools, Verdict used, Verdict notUsed)
    {
        var packet = Given.WithCalls((called, outcome));

        Assert.That((await Given.Finding(packet, "tools_used", ("tools", tools))).Verdict, Is.EqualTo(used));
        Assert.That((await Given.Finding(packet, "tools_not_used", ("tools", tools))).Verdict, Is.EqualTo(notUsed));
    }

    [Test]
    public async Task The_evidence_for_a_forbidden_tool_is_the_call()
    {
        var packet = Given.WithCalls(("read", ToolCallOutcome.Succeeded), ("Search", ToolCallOutcome.Failed));

        var finding = await Given.Finding(packet, "tools_not_used", ("tools", "search"));

        Assert.That(finding.Evidence, Is.EqualTo(new[] { new Evidence { Kind = EvidenceKind.ToolCall, Id = "2" } }));
    }

    [TestCase("(a+)+$|(?=x)y")]
    [TestCase(@"^(\w+\s?)*\1$")]
    public async Task A_pattern_that_takes_too_long_is_not_judged(string pattern)
    {
        var packet = Given.Packet(new string('a', 40) + "!");

        Assert.That((await Given.Finding(packet, "must_not_match", ("pattern", pattern))).Verdict, Is.EqualTo(Verdict.NotJudged));
        Assert.That((await Given.Finding(packet, "must_match", ("pattern", pattern))).Interpretation, Does.Contain("took longer than 1 s"));
    }

    [Test]
    public async Task A_hostile_value_cannot_hold_up_a_pattern_in_a_schema()
    {
        var finding = await Given.Finding(
            Given.Packet($"\"{new string('a', 60)}!\""), "json_schema", ("schema", """{"type":"string","pattern":"(?=a)(a+)+$"}"""));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotJudged));
    }

    [Test]
    public async Task The_evidence_for_a_schema_lies_where_the_fault_is()
    {
        var finding = await Given.Finding(Given.Packet("[1,\n 2,\n \"x\"]"), "json_schema", ("schema", """{"items":{"type":"integer"}}"""));

        Assert.That(finding.Evidence.Single().Text, Is.EqualTo(" \"x\""));
        Assert.That(finding.Interpretation, Does.Contain("#/[2]"));
    }

    [Test]
    public void Every_check_is_in_the_catalogue() => Assert.That(CheckCatalogue.BuiltIn.Describe().Items.Select(x => x.Name), Is.EqualTo(new[]
    {
        "json_schema", "max_sentences", "max_words", "min_words", "must_match", "must_not_match", "no_personal_data", "tools_not_used", "tools_used", "totals_agree",
    }));
}
