namespace Vsm.Unit.Tests.Cli;

/// <summary>Commands against a server that says what the test tells it to.</summary>
public abstract class ServerTest
{
    internal FakeServer Server { get; private set; } = null!;

    [SetUp]
    public async Task StartServer() => Server = await FakeServer.Start();

    [TearDown]
    public async Task StopServer() => await Server.DisposeAsync();

    internal Task<CliRun> Vsm(params string[] arguments) => CliRun.Against(Server, arguments);
}
