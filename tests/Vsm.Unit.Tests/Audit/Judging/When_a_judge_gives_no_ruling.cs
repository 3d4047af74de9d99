using Vsm.Ai.Fencing;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Judging;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Audit.Judging;

public sealed class When_a_judge_gives_no_ruling
{
    private static readonly PolicyDefinition Policy = Given.Policy(1);

    private static readonly CasePacket Work = Given.Packet("One lamp is broken.");

    private static readonly string Good = JudgeBench.Json(JudgeBench.Finding(Policy, "not_violated", JudgeBench.Quote("lamp")));

    private static readonly string Finding = Good[(Good.IndexOf('[', StringComparison.Ordinal) + 1)..Good.LastIndexOf(']')];

    public static IEnumerable<string> Garbage =>
    [
        "", "  ", "It is fine.", "null", "[]", "{}", "42", "\"not_violated\"", "{\"findings\":null}", "{\"findings\":[null]}", "{\"findings\":{}}", "{\"findings\":[{}]}",
        Good[..^3], $"{Good} and more", $"{Good}{Good}", $"Here it is: {Good}", "{\"verdict\":\"not_violated\"}",
        Good.Replace("\"not_violated\"", "\"approved\"", StringComparison.Ordinal),
        Good.Replace("\"not_violated\"", "3", StringComparison.Ordinal),
        Good.Replace("\"not_violated\"", "null", StringComparison.Ordinal),
        Good.Replace("\"policyVersion\":1", "\"policyVersion\":\"1\"", StringComparison.Ordinal),
        Good.Replace("\"policyVersion\":1", "\"policyVersion\":1e99", StringComparison.Ordinal),
        Good.Replace("\"policyVersion\":1", "\"policyVersion\":NaN", StringComparison.Ordinal),
        Good.Replace("\"policyVersion\":1", "\"policyVersion\":1,\"policyVersion\":1", StringComparison.Ordinal),
        Good.Replace("\"policyVersion\":1", "\"policyVersion\":1,\"approved\":true", StringComparison.Ordinal),
        Good.Replace("\"readings\":[]", "\"readings\":[null]", StringComparison.Ordinal),
        Good.Replace("\"evidence\":[", "\"evidence\":[null,", StringComparison.Ordinal),
        Good.Replace("\"lamp\"", "\"\\ud83d\"", StringComparison.Ordinal),
        $"{new string('[', 500)}{new string(']', 500)}",
        $"{{\"findings\":[{string.Join(',', Enumerable.Repeat(Finding, 1_001))}]}}",
        new string('x', AnswerReader.Most + 1),
    ];

    [TestCaseSource(nameof(Garbage))]
    public async Task An_answer_that_is_none_is_asked_for_once_more(string garbage)
    {
        Assert.That(garbage, Is.Not.EqualTo(Good));
        await using var bench = await JudgeBench.StartAsync(ChatReply.Text(garbage, (1_000, 100)), ChatReply.Text(Good, (1_000, 100)));

        var ruling = (await bench.JudgeAsync(Work, Policy)).Ruling;

        Assert.That(ruling.Verdict, Is.EqualTo(Verdict.NotViolated));
        Assert.That(ruling.Usage, Is.EqualTo(new Usage { InputTokens = 2_000, OutputTokens = 200, Cost = 0.006m }), "both answers are paid");
        var again = bench.Server.Requests[1];
        Assert.That(again.Said("system"), Does.Contain("could not be used: it"));
        Assert.That(again.Said("assistant"), Is.Empty, "what it said is not said back to it");
        Assert.That(again.Said("system"), Does.Not.Contain(Mark(bench.Server.Requests[0])), "the fence is a new one");
    }

    [TestCaseSource(nameof(Garbage))]
    public async Task After_that_the_policies_are_not_judged(string garbage)
    {
        await using var bench = await JudgeBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text(garbage);

        var ruling = (await bench.JudgeAsync(Work, Policy)).Ruling;

        Assert.That((ruling.Verdict, bench.Server.Requests.Count), Is.EqualTo((Verdict.NotJudged, 2)));
        Assert.That(ruling.Findings.Single().Interpretation, Does.StartWith("Not judged: test/judge gave no ruling in 2 answers"));
        Assert.That(ruling.Usage, Is.Not.Null);
    }

    [Test]
    public async Task An_answer_in_a_Markdown_fence_is_one()
    {
        await using var bench = await JudgeBench.StartAsync(ChatReply.Text($"```json\n{Good}\n```"));

        Assert.That((await bench.JudgeAsync(Work, Policy)).Ruling.Verdict, Is.EqualTo(Verdict.NotViolated));
    }

    public static IEnumerable<TestCaseData> Failures =>
    [
        Failure("a refusal", ChatReply.Refusal("I cannot help with that."), 1, "it refused to"),
        Failure("a content filter", ChatReply.Text(Good, finish: "content_filter"), 1, "content filter"),
        Failure("an answer cut off", ChatReply.Text(Good, finish: "length"), 1, "set Vsm:Audit:Judge:MaxOutputTokens higher"),
        Failure("a tool call", ChatReply.Calls(("1", "approve", "{}")), 2, "it called a tool that it was not given"),
        Failure("too many requests", ChatReply.Error(429), 3, "too many requests"),
        Failure("too many requests, for a long time", ChatReply.Error(429, retryAfter: 3600), 1, "too many requests"),
        Failure("a provider in trouble", ChatReply.Error(503), 3, "failed with 503"),
        Failure("a wrong key", ChatReply.Error(401), 1, "refuses the key"),
        Failure("an unknown model", ChatReply.Error(404), 1, "has no model"),
        Failure("a packet that is too long for it", ChatReply.Error(400, "context_length_exceeded"), 1, "context_length_exceeded"),
        Failure("not what was spoken", ChatReply.Raw("<html>Bad gateway</html>", "text/html"), 1, ""),
        Failure("half an envelope", ChatReply.Raw("{\"choices\":["), 1, ""),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task Whatever_fails_the_policies_are_not_judged_and_the_reason_is_told(string _, ChatReply reply, int requests, string reason)
    {
        await using var bench = await JudgeBench.StartAsync();
        bench.Server.Otherwise = _ => reply;

        var finding = await bench.FindingAsync(Work, Policy);

        Assert.That((finding.Verdict, bench.Server.Requests.Count), Is.EqualTo((Verdict.NotJudged, requests)));
        Assert.That(finding.Interpretation, Does.Contain(reason).And.Contain("judge").And.Not.Contain(ChatServer.Key));
    }

    [Test]
    public async Task One_that_is_silent_is_waited_for_no_longer_than_the_limit()
    {
        await using var bench = await JudgeBench.StartAsync(new JudgeOptions { Model = JudgeBench.Model, TimeLimit = TimeSpan.FromMilliseconds(500) }, TimeProvider.System);
        bench.Server.Otherwise = _ => ChatReply.Silence();

        var finding = await bench.FindingAsync(Work, Policy).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That((finding.Verdict, finding.Interpretation), Is.EqualTo((Verdict.NotJudged, "Not judged: test/judge took longer than 00:00:00.5000000 (Vsm:Audit:Judge:TimeLimit).")));
    }

    [Test]
    public async Task Being_cancelled_is_no_verdict()
    {
        await using var bench = await JudgeBench.StartAsync();
        using var cancelled = new CancellationTokenSource();
        bench.Server.Otherwise = _ =>
        {
            cancelled.Cancel();
            return ChatReply.Silence();
        };

        Assert.That(
            () => bench.Judge.AskAsync(JudgeBench.Write(Work, Policy), JudgeBench.Model, Work.Result, bench.GiveAsync, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static string Mark(ChatRequest request) => request.Said("user")[1..(1 + Fence.Length)];

    private static TestCaseData Failure(string name, ChatReply reply, int requests, string reason) => new TestCaseData(name, reply, requests, reason).SetArgDisplayNames(name);
}
