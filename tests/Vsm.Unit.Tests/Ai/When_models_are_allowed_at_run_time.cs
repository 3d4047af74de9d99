using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Hosting.Settings;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_models_are_allowed_at_run_time
{
    [TestCase("", "test/m", "allow:test/m", "no", false)]
    [TestCase("", "test/m", "allow:test/*", "no", false)]
    [TestCase("", "test/m", "allow:test/n", "yes", true)]
    [TestCase("test/n", "test/m", "allow:test/m", "yes", true)]
    [TestCase("test/n", "test/m", "allow:test/*", "yes", true)]
    [TestCase("test/*", "test/m", "allow:TEST/M", "no", false)]
    [TestCase("test/m", "test/m", "allow:test/*", "no", true)]
    [TestCase("test/n", "test/m", "allow:test/n", "no", false)]
    public async Task What_is_set_lies_on_top_of_what_is_configured_and_a_name_of_its_own_wins(string configured, string model, string setting, string value, bool allowed)
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server, ("Vsm:Ai:AllowedModels", configured));
        bench.Settings.Learn(new SettingsSnapshot(1, [new SettingValue("", setting, value)]));

        Assert.That(bench.Models.Problem(model), allowed ? Is.Null : Does.StartWith($"The model {model} is not allowed: "));
    }

    [Test]
    public async Task A_client_that_is_there_already_follows()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Text("Yes.")));
        var client = bench.Models.Get("test/m");
        bench.Settings.Learn(new SettingsSnapshot(1, [new SettingValue("", "allow:test/m", "no")]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync("May I?"))!.Message, Is.EqualTo("The model test/m is not allowed: somebody set allow:test/m to no."));
            Assert.That(Assert.ThrowsAsync<ModelException>(() => client.GetStreamingResponseAsync("May I?").ToChatResponseAsync())!.Error, Is.EqualTo(ModelError.NotAllowed));
            Assert.That(server.Requests, Is.Empty);
        }

        bench.Settings.Learn(new SettingsSnapshot(2, []));
        Assert.That((await client.GetResponseAsync("May I?")).Text, Is.EqualTo("Yes."));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_call_takes_as_long_as_is_set(bool streams)
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Silence()), ("Vsm:Ai:Retries", "0"), ("Vsm:Ai:CallLimit", "00:10:00"));
        var client = bench.Models.Get("test/m");
        bench.Settings.Learn(new SettingsSnapshot(1, [new SettingValue("", "models.call_limit", "1s")]));

        var failure = Assert.ThrowsAsync<ModelException>(() => streams ? client.GetStreamingResponseAsync("Hello").ToChatResponseAsync() : client.GetResponseAsync("Hello"));

        Assert.That(failure!.Message, Is.EqualTo("test/m did not answer within 00:00:01, the limit of Vsm:Ai:CallLimit or the setting models.call_limit."));
    }
}
