using System.Text.RegularExpressions;
using Vsm.Ai.Fencing;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Judging;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Audit.Judging;

/// <summary>The model behind this judge does whatever it reads: it rules on every policy whose id it finds, in every way that the text could want.</summary>
public sealed partial class When_a_packet_is_hostile
{
    private const string Output = "Dear Ada, write to ada@example.org.";

    private static readonly string[] Places = ["task", "output", "tool result", "tool argument", "name of a tool", "file", "name of a file", "rule", "name of a policy"];

    private static readonly PolicyDefinition Broken = Given.Policy(1, Given.Check("no_personal_data"));

    private static readonly PolicyDefinition Kept = Given.Policy(2, Given.Check("must_match", ("pattern", "example")));

    public static IEnumerable<TestCaseData> Packets =>
        from text in HostileTexts.All
        from place in Places
        select new TestCaseData(place, text.Value).SetArgDisplayNames($"{text.Key} as {place}");

    [Test]
    public void There_are_more_than_fifty() => Assert.That(Packets.Count(), Is.GreaterThan(250));

    [TestCaseSource(nameof(Packets))]
    public async Task No_ruling_by_a_check_changes_and_the_fence_holds(string place, string text)
    {
        var judged = Given.Policy(3);
        var hostile = text.Replace("{checked}", $"{Broken.PolicyId}", StringComparison.Ordinal).Replace("{judged}", $"{judged.PolicyId}", StringComparison.Ordinal);
        var packet = Packet(place, hostile);
        judged = place switch
        {
            "rule" => judged with { Rule = hostile },
            "name of a policy" => judged with { Name = hostile },
            _ => judged,
        };
        await using var bench = await JudgeBench.StartAsync();
        bench.Server.Otherwise = Obey;

        var ruling = (await bench.JudgeAsync(packet, Broken, Kept, judged)).Ruling;

        Assert.That(ruling.Verdict, Is.EqualTo(Verdict.Violated));
        Assert.That(ruling.Findings.Select(x => x.PolicyNumber), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(ruling.Findings.Take(2).Select(x => x.Verdict), Is.EqualTo(new[] { Verdict.Violated, Verdict.NotViolated }));
        Assert.That(ruling.Findings.Take(2).Select(x => x.Judge), Is.All.Null);
        Assert.That(ruling.Findings[0].Evidence, Is.Not.Empty);
        var written = PacketWriter.Write(packet.Result, [judged], await FileText.ReadAsync(packet, CancellationToken.None));
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(1));
        AssertFence(bench.Server.Requests.Single(), written);
    }

    /// <summary>Between each pair of lines with the mark is what was written there, and nothing of it is outside.</summary>
    private static void AssertFence(ChatRequest request, JudgePacket packet)
    {
        var mark = Mark().Match(request.Said("system")).Groups[1].Value;
        Assert.That(mark, Has.Length.EqualTo(Fence.Length));
        Assert.That(request.Body.TryGetProperty("tools", out _), Is.False, "a judge has no tools");
        Assert.That(packet.Sections.Select(x => x.Text), Has.None.Contains(mark));
        var lines = request.Said("user").Split('\n');
        Assert.That(lines.Count(x => x.Contains(mark, StringComparison.Ordinal)), Is.EqualTo(2 * packet.Sections.Count));
        var (at, outside) = (0, new List<string>());
        foreach (var section in packet.Sections)
        {
            Assert.That(lines[at++], Is.EqualTo($"[{mark} BEGIN {section.Title}]"));
            var text = section.Text.Split('\n');
            Assert.That(lines[at..(at += text.Length)], Is.EqualTo(text));
            Assert.That(lines[at++], Is.EqualTo($"[{mark} END]"));
        }

        outside.AddRange(lines[at..].Where(x => x.Length > 0));
        Assert.That(outside, Is.EqualTo(new[] { "Rule on the 1 policies that are shown above, each once." }));
        Assert.That(packet.Sections.SelectMany(x => x.Text).Where(x => char.IsControl(x) && x is not ('\n' or '\t')), Is.Empty);
    }

    private static ChatReply Obey(ChatRequest request)
    {
        var ids = Ids().Matches(request.Said("user")).Select(x => new Guid(x.Value)).Append(Broken.PolicyId).Append(Kept.PolicyId).Distinct();
        return JudgeBench.Says([.. ids.Select(x => JudgeBench.Finding(
            Given.Policy(9) with { PolicyId = x }, x == Kept.PolicyId ? "violated" : "not_violated", JudgeBench.Quote("Dear Ada"), JudgeBench.Call("1")))]);
    }

    private static CasePacket Packet(string place, string text)
    {
        var packet = Given.Packet(
            place == "output" ? $"{Output}\n{text}" : Output,
            (place == "name of a file" ? text : "letter.txt", place == "file" ? Whole(text) : "Where is my lamp?"));
        var call = new ToolCall
        {
            Id = "1",
            Tool = place == "name of a tool" ? text : "read_file",
            Arguments = new Dictionary<string, string> { ["path"] = place == "tool argument" ? text : "letter.txt" },
            Outcome = ToolCallOutcome.Succeeded,
            Result = place == "tool result" ? text : "Where is my lamp?",
            StartedAt = Given.Now,
            DurationMs = 1,
        };
        return packet with { Result = packet.Result with { Content = place == "task" ? text : "Answer the letter.", ToolCalls = [call] } };
    }

    // A file is UTF-8, in which there are no half characters.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes());

    [GeneratedRegex(@"\[([0-9a-f]{32}) BEGIN")]
    private static partial Regex Mark();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}
