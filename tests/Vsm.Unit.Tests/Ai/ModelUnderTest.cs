using Vsm.Ai;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

/// <summary>A model that the suite of the adapter runs against: a scripted one, or a real one where an address is given.</summary>
internal sealed class ModelUnderTest : IAsyncDisposable
{
    public const string Scripted = "scripted";
    public const string Real = "real";
    private const string Address = "VSM_TEST_OPENAI_BASE";
    private readonly ModelBench _bench;

    private ModelUnderTest(ModelBench bench, string model, ChatServer? server) => (_bench, Model, Server) = (bench, model, server);

    public ChatClients Models => _bench.Models;

    public string Model { get; }

    public string UnknownModel => "test/no-such-model";

    /// <summary>Null: the model is real.</summary>
    public ChatServer? Server { get; }

    public static async Task<ModelUnderTest> StartAsync(string which)
    {
        if (which == Scripted)
        {
            var server = await ChatServer.StartAsync();
            return new ModelUnderTest(ModelBench.Of(server), "test/scripted", server);
        }

        if (Environment.GetEnvironmentVariable(Address) is not { Length: > 0 } address)
        {
            Assert.Ignore($"{Address} is not set: the suite ran against the scripted server only. Set it to an address such as http://127.0.0.1:11434/v1, with VSM_TEST_OPENAI_MODEL and, where needed, VSM_TEST_OPENAI_KEY.");
            throw new InvalidOperationException();
        }

        var bench = ModelBench.Of(
            TimeProvider.System,
            ("Vsm:Ai:Providers:test:BaseUrl", address), ("Vsm:Ai:Providers:test:Key", Environment.GetEnvironmentVariable("VSM_TEST_OPENAI_KEY") ?? ""),
            ("Vsm:Ai:CallLimit", "00:05:00"));
        return new ModelUnderTest(bench, $"test/{Environment.GetEnvironmentVariable("VSM_TEST_OPENAI_MODEL") ?? "gpt-4o-mini"}", null);
    }

    /// <summary>What the scripted model says next; a real one says what it likes.</summary>
    public void Says(params ChatReply[] replies) => Server?.Says(replies);

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
