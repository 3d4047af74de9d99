using System.Text;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Api;
using Vsm.Dashboard.Http;

namespace Vsm.Unit.Tests.Dashboard;

public sealed class When_a_request_body_is_wrong
{
    [TestCase("""{"content":"x","colour":"red"}""", "colour", "is unknown; expected one of content, references, ")]
    [TestCase("""{}""", "content", "is missing")]
    [TestCase("""{"content":null}""", "content", "is null; expected a value, or to be left out")]
    [TestCase("""{"content":"x","references":[null]}""", "references[0]", "is null; expected a value")]
    [TestCase("""{"content":"x","parameters":{"a":null}}""", "parameters.a", "is null; expected a value")]
    [TestCase("""{"content":"x","parameters":[]}""", "parameters", "is no object; expected {...}")]
    [TestCase("""{"content":"x","requiredCapabilities":"csv"}""", "requiredCapabilities", "is no list; expected [...]")]
    [TestCase("""{"content":"x","priority":"high"}""", "priority", "'high' cannot be read; expected a whole number")]
    [TestCase("""{"content":"x","priority":4.5}""", "priority", "'4.5' cannot be read; expected a whole number")]
    [TestCase("""{"content":"x","deadline":"soon"}""", "deadline", "'soon' cannot be read; expected a time such as 2026-01-31T12:00:00Z")]
    [TestCase("""{"content":"x","references":[{"uri":"file:///a","length":1}]}""", "references[0].sha256", "is missing")]
    public void The_member_is_named_with_what_was_expected(string json, string path, string message)
    {
        Assert.That(RequestJson.Read<TaskRequest>(Encoding.UTF8.GetBytes(json), out var problems), Is.Null);

        Assert.That(problems.Single().Path, Is.EqualTo(path));
        Assert.That(problems.Single().Message, Does.StartWith(message));
    }

    [TestCase("{\n  \"content\": \"x\",\n  oops", "at line 3, position 3:")]
    [TestCase("", "at line 1, position 1:")]
    [TestCase("{\"content\":\"x\",\"content\":\"y\"}", "content")]
    public void Where_it_is_no_JSON_is_said(string json, string expected)
    {
        Assert.That(RequestJson.Read<TaskRequest>(Encoding.UTF8.GetBytes(json), out var problems), Is.Null);

        Assert.That(problems.Single().Message, Does.StartWith("is not JSON that can be read").And.Contain(expected));
    }

    [Test]
    public void Nesting_ends_at_32()
    {
        var json = "{\"content\":" + new string('[', 40) + new string(']', 40) + "}";

        Assert.That(RequestJson.Read<TaskRequest>(Encoding.UTF8.GetBytes(json), out var problems), Is.Null);
        Assert.That(problems.Single().Message, Does.Contain("depth").And.Contain("32"));
    }

    [Test]
    public void All_that_is_wrong_is_said_at_once()
    {
        RequestJson.Read<DecisionRequest>("""{"decision":"Perhaps","why":1}"""u8.ToArray(), out var problems);

        Assert.That(problems, Is.EquivalentTo(new[]
        {
            ("decision", "'Perhaps' cannot be read; expected one of Approve, Reject, Retry"),
            ("why", "is unknown; expected one of decision, by, reason, output"),
            ("by", "is missing"),
            ("reason", "is missing"),
        }));
    }

    [Test]
    public void A_number_that_stands_for_no_decision_is_refused()
    {
        Assert.That(RequestJson.Read<DecisionRequest>("""{"decision":7,"by":"a","reason":"b"}"""u8.ToArray(), out var problems), Is.Null);
        Assert.That(problems.Single().Path, Is.EqualTo("decision"));
    }

    [Test]
    public void What_a_task_may_not_be_is_said_with_its_place()
    {
        var now = DateTimeOffset.UnixEpoch;
        var task = new TaskRequest
        {
            Content = "x",
            Deadline = now,
            ReplyTo = new Uri("http://example.org"),
            References = [new() { Uri = new Uri("a.csv", UriKind.Relative), Length = -1, Sha256 = "12" }],
            Parameters = Enumerable.Range(0, 65).ToDictionary(x => $"p{x}", _ => ""),
        };

        Assert.That(TaskRequestRules.Validate(task, now).Select(x => x.Path), Is.EquivalentTo(new[]
        {
            "deadline", "replyTo", "references[0].uri", "references[0].length", "references[0].sha256", "parameters",
        }));
    }
}
