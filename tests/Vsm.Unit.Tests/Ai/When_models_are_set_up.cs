using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_models_are_set_up
{
    [TestCase(null, "No model is named; name one as provider/model")]
    [TestCase("gpt-4o", "'gpt-4o' names no model; write provider/model")]
    [TestCase("openai/gpt-4o", "No provider 'openai' is set up for the model openai/gpt-4o: set Vsm:Ai:Providers:openai:Key")]
    [TestCase("keyless/gpt-4o", "The provider 'keyless' has no key for the model keyless/gpt-4o: set Vsm:Ai:Providers:keyless:Key")]
    [TestCase("local/big", "The model local/big is not allowed: Vsm:Ai:AllowedModels has local/small, keyless/*")]
    [TestCase("LOCAL/small", null)]
    public async Task What_is_against_a_model_is_known_before_it_is_called(string? model, string? problem)
    {
        await using var bench = ModelBench.Of(
            TimeProvider.System, ("Vsm:Ai:Providers:local:BaseUrl", "http://127.0.0.1:1/v1"), ("Vsm:Ai:Providers:keyless:Kind", "openai"),
            ("Vsm:Ai:AllowedModels", "local/small, keyless/*"));

        Assert.That(bench.Models.Problem(model), problem is null ? Is.Null : Does.StartWith(problem));
    }

    [Test]
    public async Task A_call_cannot_go_around_the_allow_list()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server, ("Vsm:Ai:AllowedModels", "test/small"));

        var failure = Assert.ThrowsAsync<ModelException>(() => bench.Models.Get("test/small").GetResponseAsync("Hello", new ChatOptions { ModelId = "big" }));

        Assert.That((failure!.Error, server.Requests.Count), Is.EqualTo((ModelError.NotAllowed, 0)));
    }

    [Test]
    public async Task The_names_that_providers_use_themselves_are_known()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(TimeProvider.System, ("OPENAI_API_KEY", ChatServer.Key), ("OPENAI_BASE_URL", server.Address.ToString()));

        var answer = await bench.Models.Get("openai/m").GetResponseAsync(Asked(server));

        Assert.That(answer.Text, Is.EqualTo("Hello"));
    }

    [TestCase("Vsm:Ai:Providers:p:Kind", "magic", "Vsm:Ai:Providers:p:Kind is 'magic'; it must be openai or anthropic.")]
    [TestCase("Vsm:Ai:Providers:p:BaseUrl", "ftp://x", "Vsm:Ai:Providers:p:BaseUrl is 'ftp://x/'; it must be an address")]
    [TestCase("Vsm:Ai:Providers:p:BaseUrl", "http://me:secret@host/v1", "Vsm:Ai:Providers:p:BaseUrl holds a user or password")]
    [TestCase("Vsm:Ai:AllowedModels", "gpt-4o", "Vsm:Ai:AllowedModels names 'gpt-4o'")]
    [TestCase("Vsm:Ai:Prices:0:Model", "gpt-4o", "Vsm:Ai:Prices:0:Model is 'gpt-4o'")]
    [TestCase("Vsm:Ai:Retries", "99", "Retries")]
    public void A_wrong_setting_is_named(string key, string value, string problem)
    {
        var failure = Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var bench = ModelBench.Of(TimeProvider.System, (key, value));
            bench.Models.Problem("p/m");
        });

        Assert.That(failure!.Message, Does.Contain(problem).And.Not.Contain("secret"));
    }

    [Test]
    public async Task Tokens_have_the_price_of_their_model()
    {
        await using var bench = ModelBench.Of(
            TimeProvider.System, ("Vsm:Ai:Prices:0:Model", "openai/gpt-4o-mini"), ("Vsm:Ai:Prices:0:Input", "0.15"), ("Vsm:Ai:Prices:0:Output", "0.60"));
        var usage = new UsageDetails { InputTokenCount = 2_000, OutputTokenCount = 500 };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Prices.CostOf("OpenAI/gpt-4o-mini", usage), Is.EqualTo(0.0006m));
            Assert.That(bench.Prices.CostOf("openai/gpt-4o", usage), Is.Null, "no price");
            Assert.That(bench.Prices.CostOf("openai/gpt-4o-mini", new UsageDetails { InputTokenCount = 1 }), Is.Null, "not counted");
        }
    }

    private static string Asked(ChatServer server)
    {
        server.Says(ChatReply.Text("Hello"));
        return "Hello?";
    }
}
