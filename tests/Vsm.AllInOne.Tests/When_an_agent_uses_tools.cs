using System.Text.Json;
using Vsm.Testing.Models;

namespace Vsm.AllInOne.Tests;

/// <summary>The sample with files, against a scripted model.</summary>
[Platform("Linux")]
public sealed class When_an_agent_uses_tools : AllInOneTest
{
    private const string Answer = """{"order":1017,"replacement":true,"answer":"A new shade is on its way."}""";

    [Test]
    public async Task Its_answer_rests_on_calls_that_the_audit_sees()
    {
        Copy(Path.GetDirectoryName(Samples.Of("shop-desk"))!, Folder.Path);
        await using var server = await ChatServer.StartAsync();
        server.Says(
            ChatReply.Calls(
                ("a", "file_system_tool", """{"action":"read","path":"orders.csv"}"""), ("b", "file_system_tool", """{"action":"read","path":"warranty.md"}"""),
                ("c", "file_system_tool", """{"action":"read","path":"../org.yaml"}"""), ("d", "web_fetch_tool", """{"url":"http://127.0.0.1/"}""")),
            ChatReply.Calls(("e", "file_system_tool", """{"action":"write","path":"out/1017.md","content":"A new shade is on its way."}""")),
            ChatReply.Text("Yes."),
            ChatReply.Text(Answer));

        var run = Start(
            ["run", Folder.File("org.yaml"), "--output", "json"], ("OPENAI_BASE_URL", server.Address.ToString()), ("OPENAI_API_KEY", ChatServer.Key),
            ("Vsm:Ai:Prices:0:Model", "openai/gpt-4o-mini"), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "1"));
        var exitCode = await run.ExitAsync();

        var task = JsonElement.Parse(run.Out).GetProperty("tasks").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That((task.GetProperty("state").GetString(), task.GetProperty("output").GetString()), Is.EqualTo(("Approved", Answer)));
            Assert.That(task.GetProperty("cost").GetDecimal(), Is.EqualTo(4 * 0.000025m), "four calls of the model");
            Assert.That(await File.ReadAllTextAsync(Folder.File("desk/out/1017.md")), Is.EqualTo("A new shade is on its way."));
            Assert.That(server.Requests[1].Said("tool"), Does.Contain("1017,2026-11-02").And.Contain("within two years").And.Contain("has the part '..'").And.Contain("Refused"));
            Assert.That(server.Requests[3].Said("user"), Does.Contain("was to answer with JSON and did not"));
            var ruling = task.GetProperty("rulings").EnumerateArray().Single(x => x.GetProperty("policy").GetString() == "looks-it-up");
            Assert.That(ruling.GetProperty("verdict").GetString(), Is.EqualTo("NotViolated"));
            Assert.That(ruling.GetProperty("evidence").ToString(), Does.Contain("\"2\""), "the call that read the orders");
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
