using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Hosting;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Judging;

namespace Vsm.Unit.Tests.Audit.Judging;

public sealed class When_a_packet_is_written
{
    private static readonly PolicyDefinition Policy = Given.Policy(1);

    [Test]
    public async Task It_holds_the_task_the_output_the_calls_the_files_and_the_policies()
    {
        var packet = Given.Packet("done", ("a.csv", "x;y"));
        packet = packet with { Result = packet.Result with { ToolCalls = [Call(1, "found it")] } };

        var written = PacketWriter.Write(packet.Result, [Policy], await FileText.ReadAsync(packet, CancellationToken.None));

        Assert.That(written.Sections.Select(x => x.Title), Is.EqualTo(new[] { "TASK, whole", "OUTPUT, whole", "TOOL CALL 1 OF 1", "INPUT FILE 1 OF 1", "POLICY 1" }));
        Assert.That(written.Sections[2].Text, Is.EqualTo("id: \"1\"\ntool: \"read\"\noutcome: Succeeded\narguments (whole): {\"path\":\"a\"}\nresult (whole):\nfound it"));
        Assert.That(written.Sections[3].Text, Is.EqualTo("name: \"a.csv\"\ncontent:\nx;y"));
        Assert.That(written.Sections[4].Text, Does.StartWith($"policyId: {Policy.PolicyId}\npolicyVersion: 1\nname: \"policy 1\"\n").And.EndsWith("rule:\nrule 1"));
        Assert.That(written.Cut, Is.Empty);
    }

    [TestCase(PacketLimits.Output, true)]
    [TestCase(PacketLimits.Output + 1, false)]
    public async Task A_result_that_does_not_fit_is_not_found_kept(int length, bool kept)
    {
        var work = Given.Packet(new string('x', length - 4) + " end");
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(JudgeBench.Finding(Policy, "not_violated", JudgeBench.Quote("xxx", 0))));

        var finding = await bench.FindingAsync(work, Policy);

        Assert.That(finding.Verdict, Is.EqualTo(kept ? Verdict.NotViolated : Verdict.NotJudged));
        Assert.That(finding.Interpretation.Contains("did not see everything: the output is longer", StringComparison.Ordinal), Is.Not.EqualTo(kept));
        Assert.That(bench.Server.Requests.Single().Said("user").Contains($"cut: the first {PacketLimits.Output} of {length} characters", StringComparison.Ordinal), Is.Not.EqualTo(kept));
    }

    [Test]
    public async Task It_is_found_violated_by_what_is_shown()
    {
        var work = Given.Packet(new string('x', PacketLimits.Output + 1));
        await using var bench = await JudgeBench.StartAsync(JudgeBench.Says(JudgeBench.Finding(Policy, "violated", JudgeBench.Quote("xxx", 0))));

        Assert.That((await bench.FindingAsync(work, Policy)).Verdict, Is.EqualTo(Verdict.Violated));
    }

    [Test]
    public void Calls_that_do_not_fit_are_told_and_cannot_be_cited()
    {
        var work = Given.Packet("done").Result with { ToolCalls = [.. Enumerable.Range(1, PacketLimits.Calls + 1).Select(x => Call(x, "ok"))] };

        var written = PacketWriter.Write(work, [Policy], []);

        Assert.That(written.Calls, Has.Count.EqualTo(PacketLimits.Calls).And.Not.Contains($"{PacketLimits.Calls + 1}"));
        Assert.That(written.Cut, Is.EqualTo(new[] { "100 of 101 tool calls are as many as a judge is shown" }));
        Assert.That(written.Sections.Select(x => x.Text), Has.One.EqualTo("Of 101 tool calls the first 100 are shown."));
    }

    [Test]
    public void A_result_as_long_as_System_1_records_it_is_whole() =>
        Assert.That(PacketWriter.Write(Given.Packet("done").Result with { ToolCalls = [Call(1, new string('x', 4096))] }, [Policy], []).Cut, Is.Empty);

    [Test]
    public void A_policy_that_does_not_fit_is_not_judged_and_the_others_are()
    {
        var (endless, other) = (Given.Policy(1) with { Rule = new string('x', PacketLimits.Rule + 1) }, Given.Policy(2));

        var written = PacketWriter.Write(Given.Packet("done").Result, [endless, other], []);

        Assert.That(written.Policies.Single(), Is.EqualTo(other));
        Assert.That(written.LeftOut.Single(), Is.EqualTo(KeyValuePair.Create(endless.PolicyId, "its rule is longer than a judge is shown.")));
        var finding = Opinions.NotJudged(endless, written.LeftOut[endless.PolicyId], null);
        Assert.That((finding.Verdict, finding.Interpretation), Is.EqualTo((Verdict.NotJudged, "Not judged: its rule is longer than a judge is shown.")));
    }

    [Test]
    public async Task Files_that_cannot_be_shown_are_named_with_the_reason()
    {
        var packet = Given.PacketOfBytes("done", ("big.csv", new byte[PacketLimits.AllFiles + 1]), ("photo.jpg", [0xFF, 0xD8]), ("ok.txt", "ok"u8.ToArray()));
        var gone = packet with { Open = (_, _) => throw new ContentUnavailableException("It is gone.") };

        var files = await FileText.ReadAsync(packet, CancellationToken.None);

        Assert.That(files.Select(x => (x.Name, x.Text, x.Reason)), Is.EqualTo(new[]
        {
            ("big.csv", null, "70001 bytes are more than a judge is shown."), ("photo.jpg", null, "it is no text."), ("ok.txt", "ok", (string?)null),
        }));
        Assert.That((await FileText.ReadAsync(gone, CancellationToken.None)).Select(x => x.Reason), Has.Exactly(2).EqualTo("it cannot be read."));
    }

    [Test]
    public void Its_hash_is_of_all_that_a_judge_goes_by_and_of_nothing_else()
    {
        var result = Given.Packet("done", ("a", "b")).Result with { ToolCalls = [Call(1, "ok")] };
        var call = result.ToolCalls[0];
        var same = new[]
        {
            result with { TaskId = Guid.NewGuid() }, result with { Attempt = 9 }, result with { AgentId = Guid.NewGuid() }, result with { DurationMs = 9 }, result with { Usage = new Usage() },
            result with { ToolCalls = [call with { StartedAt = DateTimeOffset.MaxValue, DurationMs = 9 }] },
        };
        var others = new[]
        {
            result, result with { Content = "x" }, result with { Output = "x" }, result with { Vsm = "x" }, result with { References = [] }, result with { ToolCalls = [] },
            result with { ToolCalls = [call, call] }, result with { ToolCalls = [call with { Tool = "x" }] }, result with { ToolCalls = [call with { Result = "x" }] },
            result with { ToolCalls = [call with { Result = null }] }, result with { ToolCalls = [call with { Result = "" }] }, result with { ToolCalls = [call with { Outcome = ToolCallOutcome.Failed }] },
            result with { ToolCalls = [call with { Arguments = new Dictionary<string, string> { ["pat"] = "ha" } }] }, result with { References = [result.References[0] with { Sha256 = "x" }] },
        };

        Assert.That(same.Select(x => PacketHash.Of(x, [Policy])), Is.All.EqualTo(PacketHash.Of(result, [Policy])));
        Assert.That(others.Select(x => PacketHash.Of(x, [Policy])).Append(PacketHash.Of(result, [Policy with { Version = 2 }])).Append(PacketHash.Of(result, [Policy, Given.Policy(2)])), Is.Unique);
        Assert.That(PacketHash.Of(result, [Given.Policy(2), Policy]), Is.EqualTo(PacketHash.Of(result, [Policy, Given.Policy(2)])), "in whatever order");
    }

    private static ToolCall Call(int id, string result) => new()
    {
        Id = $"{id}",
        Tool = "read",
        Arguments = new Dictionary<string, string> { ["path"] = "a" },
        Outcome = ToolCallOutcome.Succeeded,
        Result = result,
        StartedAt = Given.Now,
        DurationMs = 1,
    };
}
