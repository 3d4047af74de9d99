using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Testing.Models;
using Vsm.Testing.Servers;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_a_provider_is_in_trouble
{
    private static readonly (string Key, string Value)[] NoRetries = [("Vsm:Ai:Retries", "0")];

    private static IEnumerable<TestCaseData> Troubles()
    {
        yield return Case("a wrong key", ChatReply.Error(401, $"Incorrect API key provided: {ChatServer.Key}.", "invalid_api_key"), ModelError.WrongKey, "refuses the key for test/m (401): set Vsm:Ai:Providers:test:Key");
        yield return Case("a key without rights", ChatReply.Error(403), ModelError.WrongKey, "(403)");
        yield return Case("an unknown model", ChatReply.Error(404, "The model `m` does not exist.", "model_not_found"), ModelError.UnknownModel, "has no model 'm'");
        yield return Case("an unknown model as a bad request", ChatReply.Error(400, "model \"m\" not found, try pulling it first"), ModelError.UnknownModel, "has no model 'm'");
        yield return Case("a request that is too long", ChatReply.Error(400, "maximum context length is 8192 tokens", "context_length_exceeded"), ModelError.BadRequest, "maximum context length is 8192 tokens");
        yield return Case("no money", ChatReply.Error(429, "You exceeded your current quota.", "insufficient_quota"), ModelError.QuotaSpent, "no quota left");
        yield return Case("too many requests", ChatReply.Error(429, "Slow down."), ModelError.RateLimited, "Slow down.");
        yield return Case("an error of its own", ChatReply.Error(500, "Boom."), ModelError.Unavailable, "failed with 500");
        yield return Case("an error that repeats the key", ChatReply.Error(503, $"upstream said {ChatServer.Key} is busy"), ModelError.Unavailable, "upstream said *** is busy");
        yield return Case("garbage", ChatReply.Raw("}{"), ModelError.BadAnswer, "no chat completion");
        yield return Case("a web page", ChatReply.Raw("<html>Welcome</html>", "text/html"), ModelError.BadAnswer, "no chat completion");
        yield return Case("an empty document", ChatReply.Raw("{}"), ModelError.BadAnswer, "no chat completion");
        yield return Case("no choices", ChatReply.Raw("""{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[]}"""), ModelError.BadAnswer, "no chat completion");
    }

    [TestCaseSource(nameof(Troubles))]
    public async Task The_error_says_what_it_is_and_never_the_key(ChatReply reply, ModelError error, string text)
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(reply), NoRetries);

        var failure = Assert.ThrowsAsync<ModelException>(() => bench.Models.Get("test/m").GetResponseAsync("Hello"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Error, Is.EqualTo(error));
            Assert.That(failure.Message, Does.Contain(text));
            Assert.That($"{failure} {string.Join(' ', bench.Log.Lines)}", Does.Not.Contain(ChatServer.Key));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_stream_that_breaks_off_is_no_answer(bool abort)
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Broken("Once upon a time", abort)), NoRetries);

        var failure = Assert.ThrowsAsync<ModelException>(() => bench.Models.Get("test/m").GetStreamingResponseAsync("Hello").ToChatResponseAsync());

        Assert.That(failure!.Error, Is.EqualTo(abort ? ModelError.Unavailable : ModelError.BadAnswer));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Silence_ends_with_the_time_limit(bool streams)
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Silence()), [.. NoRetries, ("Vsm:Ai:CallLimit", "00:00:01")]);
        var client = bench.Models.Get("test/m");

        var failure = Assert.ThrowsAsync<ModelException>(() => streams ? client.GetStreamingResponseAsync("Hello").ToChatResponseAsync() : client.GetResponseAsync("Hello"));

        Assert.That(failure!.Error, Is.EqualTo(ModelError.TimedOut));
        Assert.That(failure.Message, Does.Contain("test/m did not answer within 00:00:01"));
    }

    [Test]
    public async Task No_connection_is_said_with_the_address()
    {
        var address = $"http://127.0.0.1:{FreePort.Take()}/v1";
        await using var bench = ModelBench.Of(TimeProvider.System, [.. NoRetries, ("Vsm:Ai:Providers:test:BaseUrl", address)]);

        var failure = Assert.ThrowsAsync<ModelException>(() => bench.Models.Get("test/m").GetResponseAsync("Hello"));

        Assert.That(failure!.Error, Is.EqualTo(ModelError.Unavailable));
        Assert.That(failure.Message, Does.Contain($"No connection to {address} for test/m"));
    }

    [TestCase(true, ModelError.UnknownModel)]
    [TestCase(false, ModelError.Unavailable)]
    public async Task Failures_of_the_other_package_are_told_the_same_way(bool isThere, ModelError error)
    {
        await using var server = await ChatServer.StartAsync(); // has no messages API
        var address = isThere ? server.Address.GetLeftPart(UriPartial.Authority) : $"http://127.0.0.1:{FreePort.Take()}";
        await using var bench = ModelBench.Of(
            TimeProvider.System,
            [.. NoRetries, ("Vsm:Ai:Providers:claude:Kind", "anthropic"), ("Vsm:Ai:Providers:claude:BaseUrl", address), ("Vsm:Ai:Providers:claude:Key", ChatServer.Key)]);
        var client = bench.Models.Get("claude/m");

        var whole = Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync("Hello"));
        var streamed = Assert.ThrowsAsync<ModelException>(() => client.GetStreamingResponseAsync("Hello").ToChatResponseAsync());

        Assert.That((whole!.Error, streamed!.Error), Is.EqualTo((error, error)));
    }

    [Test]
    public async Task A_refusal_of_the_model_is_told_apart_from_its_answers()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Refusal("I will not.")));

        var answer = await bench.Models.Get("test/m").GetResponseAsync("Hello");

        Assert.That(answer.Messages.SelectMany(x => x.Contents).OfType<ErrorContent>().Single().Message, Is.EqualTo("I will not."));
    }

    [Test]
    public async Task Arguments_that_are_no_JSON_are_told_with_the_call()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Calls(("call_1", "add", "{\"a\":"))));

        var answer = await bench.Models.Get("test/m").GetResponseAsync("Hello");

        Assert.That(answer.Messages.SelectMany(x => x.Contents).OfType<FunctionCallContent>().Single().Exception, Is.Not.Null);
    }

    private static TestCaseData Case(string name, ChatReply reply, ModelError error, string text) => new TestCaseData(reply, error, text).SetArgDisplayNames(name);
}
