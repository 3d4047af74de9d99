using System.Text;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_an_output_came_as_a_reference
{
    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task All_of_it_is_judged_and_its_beginning_is_told()
    {
        await using var bench = await StartAsync(Cases.Policy("mail", Cases.Check("no_personal_data")));
        var text = string.Concat(Enumerable.Repeat("nothing to see here\n", 20_000)) + "ask ada@example.org";

        var violated = await bench.JudgeAsync<PolicyViolationMessage>(Result(text), x => x.TaskId);

        var evidence = violated.Ruling.Findings.Single().Evidence.Single();
        Assert.That((evidence.Text, evidence.Start), Is.EqualTo(("ada@example.org", text.IndexOf("ada@", StringComparison.Ordinal))));
        Assert.That((violated.Output, violated.OutputReference!.Length), Is.EqualTo(("beginning", (long)text.Length)));
    }

    [Test]
    public async Task One_that_is_too_large_to_be_read_as_one_text_is_never_approved_unread()
    {
        await using var bench = await StartAsync([("Vsm:Audit:LargestOutput", "100")], Cases.MaxWords(1000), Cases.Policy("tools", Cases.Check("tools_not_used", ("tools", "web"))));

        var notJudged = await bench.JudgeAsync<TaskResultNotJudged>(Result(new string('x', 101)), x => x.TaskId);

        Assert.That(notJudged.Ruling.Findings.Select(x => x.Verdict), Is.EqualTo(new[] { Verdict.NotJudged, Verdict.NotViolated }));
        Assert.That(notJudged.Ruling.Findings[0].Interpretation, Does.Contain("the output has 101 bytes, and at most 100 are read as one text (Vsm:Audit:LargestOutput)"));
    }

    [TestCase(3, true)]
    [TestCase(4, false)]
    public async Task Totals_are_compared_whatever_its_size(int second, bool agrees)
    {
        await using var bench = await StartAsync([("Vsm:Audit:LargestOutput", "1"), ("Vsm:Content:Roots", _folder.Path)], Cases.Policy("sums", Cases.Check("totals_agree", ("column", "n"))));
        var input = Write("in.csv", "n\n2\n3\n");
        var result = Result($"n\n2\n{second}\n") with { References = [input] };

        var verdict = agrees
            ? (await bench.JudgeAsync<TaskResultApprovedMessage>(result, x => x.TaskId)).Ruling.Verdict
            : (await bench.JudgeAsync<PolicyViolationMessage>(result, x => x.TaskId)).Ruling.Verdict;

        Assert.That(verdict, Is.EqualTo(agrees ? Verdict.NotViolated : Verdict.Violated));
    }

    [TestCase("gone", "is not in the content store")]
    [TestCase("changed", "its SHA-256 differs")]
    public async Task One_that_is_gone_or_changed_is_not_judged(string how, string reason)
    {
        await using var bench = await StartAsync(Cases.MaxWords(1000));
        var result = Result("some words");
        var file = FileOf(result.OutputReference!.Sha256);
        if (how == "gone")
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllTextAsync(file, "other word");
        }

        var notJudged = await bench.JudgeAsync<TaskResultNotJudged>(result, x => x.TaskId);

        Assert.That(notJudged.Ruling.Findings.Single().Interpretation, Does.Contain($"the output cannot be read: vsm-content:").And.Contain(reason));
    }

    private Task<AuditBench> StartAsync(params PolicyDefinition[] policies) => StartAsync([], policies);

    private async Task<AuditBench> StartAsync((string, string)[] settings, params PolicyDefinition[] policies)
    {
        var bench = await AuditBench.StartAsync(_ => { }, [("Vsm:Content:Store", _folder.Path), .. settings]);
        await bench.ChangeAsync(Cases.Set(1, policies));
        return bench;
    }

    private TaskResultMessage Result(string output)
    {
        var stored = Write("x", output);
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(stored.Sha256))!);
        File.Move(_folder.File("x"), FileOf(stored.Sha256));
        File.WriteAllText(_folder.File(".vsm-content"), "");
        return Cases.Result("beginning") with { OutputReference = stored with { Uri = new Uri($"vsm-content:/sha256/{stored.Sha256}") } };
    }

    private string FileOf(string sha256) => Path.Combine(_folder.Path, "objects", sha256[..2], sha256);

    private ContentReference Write(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _folder.Write(name, text);
        return new ContentReference
        {
            Uri = new Uri($"file://{_folder.File(name)}"), Length = bytes.Length, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), Name = name,
        };
    }
}
