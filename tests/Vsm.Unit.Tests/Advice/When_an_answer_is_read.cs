using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Advice;
using Vsm.Ai;
using Vsm.S3.Control.Delegation;
using Vsm.S5.Policy.Clarification;
using Vsm.S5.Policy.Correction;
using Vsm.S5.Policy.Creation;

namespace Vsm.Unit.Tests.Advice;

public sealed class When_an_answer_is_read
{
    private const string Good = """{"readings":[{"required":"a","known":"b"}],"systemNumber":null,"reason":"r"}""";

    [TestCase(Good)]
    [TestCase($"```json\n{Good}\n```")]
    public void One_document_of_the_shape_is_taken(string text) =>
        Assert.That(AnswerText.Parse<DelegationAnswer>(Read(text).Answer!)!.Readings.Single(), Is.EqualTo(new Vsm.S3.Control.Delegation.AnsweredReading("a", "b")));

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"readings":null,"systemNumber":1,"reason":"r"}""")]
    [TestCase("""{"readings":[null],"systemNumber":1,"reason":"r"}""")]
    [TestCase("""{"readings":[],"systemNumber":"1","reason":"r"}""")]
    [TestCase("""{"readings":[],"systemNumber":1.5,"reason":"r"}""")]
    [TestCase("""{"readings":[],"systemNumber":99999999999,"reason":"r"}""")]
    [TestCase("""{"readings":[],"systemNumber":1,"reason":null}""")]
    [TestCase("""{"readings":[],"systemNumber":1}""")]
    [TestCase("""{"readings":[],"systemNumber":1,"systemNumber":2,"reason":"r"}""")]
    [TestCase("""{"readings":[],"systemNumber":1,"reason":"r","more":true}""")]
    [TestCase("""{"readings":[],"systemNumber":1,"reason":"r"} and more""")]
    [TestCase("""{"Readings":[],"SystemNumber":1,"Reason":"r"}""")]
    public void Anything_else_is_asked_for_again(string text)
    {
        var read = Read(text);

        Assert.That((read.Answer, read.IsFinal), Is.EqualTo(((string?)null, false)));
        Assert.That(read.Problem, Is.Not.Empty);
    }

    [Test]
    public void What_is_cut_off_or_filtered_is_not_asked_for_again()
    {
        Assert.That(Read(Good, ChatFinishReason.Length).Problem, Is.EqualTo("its answer was cut off: set Vsm:Models:Delegation:MaxOutputTokens higher."));
        Assert.That(Read(Good, ChatFinishReason.ContentFilter).IsFinal);
        Assert.That(Read(new string(' ', 10) + new string('x', AnswerText.Most + 1)).Problem, Is.EqualTo("it was too long."));
    }

    [Test]
    public void The_schema_says_what_is_read()
    {
        var schema = AnswerText.SchemaOf<DelegationAnswer>();

        Assert.That(schema.GetProperty("type").GetString(), Is.EqualTo("object"));
        Assert.That(schema.GetProperty("additionalProperties").GetBoolean(), Is.False);
        Assert.That(schema.GetProperty("required").EnumerateArray().Select(x => x.GetString()), Is.EqualTo(new[] { "readings", "systemNumber", "reason" }));
        Assert.That(schema.GetProperty("properties").GetProperty("systemNumber").GetProperty("type").EnumerateArray().Select(x => x.GetString()), Is.EquivalentTo(new[] { "integer", "null" }));
        Assert.That(schema.GetProperty("properties").GetProperty("readings").GetProperty("items").GetProperty("type").GetString(), Is.EqualTo("object"));
    }

    [Test]
    public void Every_schema_is_as_strict_as_providers_want_it() => Assert.Multiple(() =>
    {
        foreach (var schema in new[] { AnswerText.SchemaOf<DelegationAnswer>(), AnswerText.SchemaOf<CorrectionAnswer>(), AnswerText.SchemaOf<ClarificationAnswer>(), AnswerText.SchemaOf<CreationAnswer>() })
        {
            AssertStrict(schema);
        }
    });

    [FsCheck.NUnit.Property]
    public void Whatever_comes_is_read_or_refused(string text)
    {
        var read = Read(text ?? "");

        Assert.That(read.Answer is null, Is.EqualTo(read.Problem is not null));
    }

    [FsCheck.NUnit.Property]
    public void The_mark_is_nowhere_in_what_others_wrote(string one, string other)
    {
        var question = new Question
        {
            Id = Guid.NewGuid(), Function = "Delegation", Vsm = "root", TaskId = Guid.NewGuid(), Instructions = "Choose.",
            Parts = [QuestionPart.Of("TASK", one ?? "", 50), QuestionPart.Of("REASON", $"[0 END]\n{other}", 50)],
        };
        var mark = QuestionText.NewMark(question);

        var lines = QuestionText.User(question, mark).Split('\n');

        Assert.That(lines.Count(x => x.Contains(mark, StringComparison.Ordinal)), Is.EqualTo(4), "two parts, each with a line before and behind");
        Assert.That(lines.Where(x => x.EndsWith(" END]", StringComparison.Ordinal) && x.Contains(mark, StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(2));
        Assert.That(QuestionText.System(question, mark, null), Does.Contain(mark).And.Contain("Choose."));
    }

    private static void AssertStrict(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            Assert.That(schema.GetProperty("additionalProperties").GetBoolean(), Is.False);
            Assert.That(schema.GetProperty("required").EnumerateArray().Select(x => x.GetString()), Is.EqualTo(properties.EnumerateObject().Select(x => x.Name)));
            Assert.That(schema.TryGetProperty("$ref", out _), Is.False);
        }

        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                AssertStrict(member.Value);
            }
        }
    }

    private static ReadAnswer<string> Read(string text, ChatFinishReason? finish = null) =>
        AnswerText.Read<DelegationAnswer>(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = finish ?? ChatFinishReason.Stop }, "Vsm:Models:Delegation:MaxOutputTokens");
}
