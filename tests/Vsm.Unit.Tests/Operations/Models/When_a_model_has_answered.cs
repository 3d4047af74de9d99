using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Models;

namespace Vsm.Unit.Tests.Operations.Models;

public sealed class When_a_model_has_answered
{
    private static readonly AgentConfiguration Agent = new()
    {
        AgentId = Guid.Empty, Number = 1, Name = "writer", Kind = "llm", Model = "test/m", Version = 1,
    };

    private static readonly Dictionary<string, string> None = [];

    [Test]
    public void Its_text_is_the_answer() => Assert.That(Read(Answer("  Fine.\n"), Given()), Is.EqualTo("Fine."));

    [TestCase("{\"a\":1}")]
    [TestCase("```json\n{\"a\":1}\n```")]
    public void JSON_is_taken_where_JSON_is_wanted(string text) => Assert.That(Read(Answer(text), Given(("response_schema", "{}"))), Is.EqualTo("{\"a\":1}"));

    [Test]
    public void What_is_no_answer_is_said_to_be_none()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Read(Answer("{\"a\":"), Given(("response_schema", "{}"))), Throws(ModelError.BadAnswer, "was to answer with JSON"));
            Assert.That(() => Read(Answer(" "), Given()), Throws(ModelError.BadAnswer, "answered nothing"));
            Assert.That(() => Read(Answer("", ChatFinishReason.ToolCalls), Given()), Throws(ModelError.BadAnswer, "a tool that it was not given"));
            Assert.That(() => Read(Answer("Once", ChatFinishReason.Length), Given(("max_output_tokens", "7"))), Throws(ModelError.CutOff, "cut off after 7 tokens"));
            Assert.That(() => Read(Answer("Once", ChatFinishReason.ContentFilter), Given()), Throws(ModelError.Refused, "content filter"));
            Assert.That(
                () => Read(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent("I will not.")])), Given()), Throws(ModelError.Refused, "refuses: I will not."));
        }
    }

    [Test]
    public void What_must_not_be_in_it_is_replaced() => Assert.That(
        Given(("redact_personal_data", "true"), ("redact_pattern", "ACME-[0-9]+")).Redact("Ask ada@example.org about ACME-17."), Is.EqualTo("Ask [email] about [redacted]."));

    [Test]
    public void The_agents_parameters_win_over_the_tasks()
    {
        var agent = Agent with { Parameters = new Dictionary<string, string> { ["max_output_tokens"] = "100" } };
        var task = new Dictionary<string, string> { ["max_output_tokens"] = "9000", ["temperature"] = "0.5" };

        var parameters = ModelParameters.Read(agent, task);

        Assert.That((parameters.OutputTokens, parameters.Temperature), Is.EqualTo((100, 0.5f)));
    }

    [TestCase("temperature", "hot", "'hot' is not a number from 0 to 2")]
    [TestCase("max_output_tokens", "0", "is not an integer from 1")]
    [TestCase("max_sentences", "few", "is not an integer")]
    [TestCase("response_schema", "[]", "no object")]
    [TestCase("response_schema", "{", "is not JSON")]
    [TestCase("redact_pattern", "(", "not a regular expression")]
    public void A_bad_parameter_is_named(string name, string value, string problem) =>
        Assert.That(() => Given((name, value)), NUnit.Framework.Throws.TypeOf<FunctionException>().With.Message.Contains(name).And.Message.Contains(problem));

    private static string Read(ChatResponse response, ModelParameters parameters) => ModelAnswer.Read(response, "test/m", parameters);

    private static ModelParameters Given(params (string Name, string Value)[] parameters) =>
        ModelParameters.Read(Agent with { Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) }, None);

    private static ChatResponse Answer(string text, ChatFinishReason? reason = null) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = reason ?? ChatFinishReason.Stop };

    private static NUnit.Framework.Constraints.IResolveConstraint Throws(ModelError error, string text) =>
        NUnit.Framework.Throws.TypeOf<ModelException>().With.Property(nameof(ModelException.Error)).EqualTo(error).And.Message.Contains(text);
}
