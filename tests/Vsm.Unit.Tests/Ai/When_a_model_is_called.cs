using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

[TestFixture(ModelUnderTest.Scripted)]
[TestFixture(ModelUnderTest.Real)]
public sealed class When_a_model_is_called(string which)
{
    private ModelUnderTest _model = null!;

    private IChatClient Client => _model.Models.Get(_model.Model);

    [SetUp]
    public async Task StartAsync() => _model = await ModelUnderTest.StartAsync(which);

    [TearDown]
    public async Task EndAsync()
    {
        if (_model is not null)
        {
            await _model.DisposeAsync();
        }
    }

    [Test]
    public async Task It_answers_under_its_system_prompt_and_tokens_are_counted()
    {
        _model.Says(ChatReply.Text("BLUE", (21, 3)));

        var answer = await Client.GetResponseAsync(
            [new(ChatRole.System, "Whatever you are asked, answer with the one word BLUE."), new(ChatRole.User, "Which colour?")],
            new ChatOptions { MaxOutputTokens = 500, Temperature = 0 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Text.ToUpperInvariant(), Does.Contain("BLUE"));
            Assert.That(answer.FinishReason, Is.EqualTo(ChatFinishReason.Stop));
            Assert.That(answer.Usage!.InputTokenCount, which == ModelUnderTest.Real ? Is.GreaterThan(0) : Is.EqualTo(21));
            Assert.That(answer.Usage.OutputTokenCount, which == ModelUnderTest.Real ? Is.GreaterThan(0) : Is.EqualTo(3));
        }

        if (_model.Server?.Requests.Single() is { } request)
        {
            Assert.That((request.Key, request.Model), Is.EqualTo((ChatServer.Key, "scripted")));
            Assert.That((request.Said("system"), request.Said("user")), Is.EqualTo(("Whatever you are asked, answer with the one word BLUE.", "Which colour?")));
            Assert.That(request.Body.GetProperty("max_completion_tokens").GetInt32(), Is.EqualTo(500));
        }
    }

    [Test]
    public async Task It_can_be_read_as_it_comes()
    {
        _model.Says(ChatReply.Text("one two three four five", (9, 6)));

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Client.GetStreamingResponseAsync([new(ChatRole.User, "Write the numbers one to five as words, nothing else.")]))
        {
            updates.Add(update);
        }

        var answer = updates.ToChatResponse();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(updates.Count(x => x.Text.Length > 0), Is.GreaterThan(1), "pieces");
            Assert.That(answer.Text.ToLowerInvariant(), Does.Contain("three"));
            Assert.That(answer.FinishReason, Is.EqualTo(ChatFinishReason.Stop));
            Assert.That(answer.Usage?.OutputTokenCount, Is.GreaterThan(0));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task It_calls_a_tool_and_uses_what_came_of_it(bool streams)
    {
        _model.Says(ChatReply.Calls(("call_1", "population", """{"city":"Ulm"}""")), ChatReply.Text("Ulm has 128928 inhabitants."));
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string city) => 128_928, "population", "How many inhabitants a city has.")],
            ToolMode = ChatToolMode.Auto,
        };
        List<ChatMessage> messages = [new(ChatRole.User, "How many inhabitants has Ulm? Use the tool.")];

        var call = await AskAsync();
        var wanted = call.Messages.SelectMany(x => x.Contents).OfType<FunctionCallContent>().Single();
        Assert.That((wanted.Name, wanted.Arguments!["city"]?.ToString(), call.FinishReason), Is.EqualTo(("population", "Ulm", (ChatFinishReason?)ChatFinishReason.ToolCalls)));

        messages.AddMessages(call);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(wanted.CallId, 128_928)]));
        var answer = await AskAsync();

        Assert.That(answer.Text.Replace(",", "").Replace(".", ""), Does.Contain("128928"));
        if (_model.Server?.Requests is { } requests)
        {
            var tool = requests[0].Body.GetProperty("tools")[0].GetProperty("function");
            Assert.That((tool.GetProperty("name").GetString(), tool.GetProperty("parameters").GetProperty("properties").TryGetProperty("city", out _)), Is.EqualTo(("population", true)));
            var sent = requests[1].Body.GetProperty("messages");
            Assert.That(sent[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString(), Does.Contain("Ulm"));
            Assert.That((sent[2].GetProperty("tool_call_id").GetString(), requests[1].Said("tool")), Is.EqualTo(("call_1", "128928")));
        }

        async Task<ChatResponse> AskAsync() =>
            streams ? await Client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync() : await Client.GetResponseAsync(messages, options);
    }

    [Test]
    public async Task It_answers_in_the_form_of_a_schema()
    {
        _model.Says(ChatReply.Text("""{"capital":"Paris"}"""));
        var schema = JsonElement.Parse("""{"type":"object","properties":{"capital":{"type":"string"}},"required":["capital"],"additionalProperties":false}""");

        var answer = await Client.GetResponseAsync("What is the capital of France?", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "answer") });

        Assert.That(JsonElement.Parse(answer.Text).GetProperty("capital").GetString(), Is.EqualTo("Paris"));
        if (_model.Server?.Requests.Single().Body.GetProperty("response_format") is { } format)
        {
            Assert.That(format.GetProperty("type").GetString(), Is.EqualTo("json_schema"));
            Assert.That(JsonElement.DeepEquals(format.GetProperty("json_schema").GetProperty("schema"), schema));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_model_that_is_not_there_is_said_to_be_so(bool streams)
    {
        _model.Says(ChatReply.Error(404, "The model `no-such-model` does not exist.", "model_not_found"));
        var client = _model.Models.Get(_model.UnknownModel);

        var failure = Assert.ThrowsAsync<ModelException>(() =>
            streams ? client.GetStreamingResponseAsync("Hello").ToChatResponseAsync() : client.GetResponseAsync("Hello"));

        Assert.That(failure!.Error, Is.EqualTo(ModelError.UnknownModel));
        Assert.That(failure.Message, Does.Contain("no-such-model"));
        Assert.That(failure.NeedsPerson);
    }

    [Test]
    public void It_stops_when_nobody_waits_any_more()
    {
        _model.Says(ChatReply.Silence());
        using var stop = new CancellationTokenSource();
        var asked = Client.GetResponseAsync("Write a novel.", cancellationToken: stop.Token);

        stop.Cancel();

        Assert.That(async () => await asked, Throws.InstanceOf<OperationCanceledException>());
    }
}
