using Vsm.Testing.Servers;

namespace Vsm.Resilience.Tests.Guards;

/// <summary>A broker that the fixtures of this namespace may ill-treat.</summary>
[SetUpFixture]
public sealed class TheBroker
{
    internal static RabbitMqServer Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _ = TestServers.RabbitMq; // where there are none, those of this namespace are not wanted either
        Server = await RabbitMqServer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
