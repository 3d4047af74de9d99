using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

/// <summary>A test with a database for itself, and queues that nobody has used.</summary>
public abstract class OutboxTest
{
    internal PrivateDatabase Database { get; private set; } = null!;

    internal PrivateBroker Broker { get; private set; } = null!;

    internal Arrivals Arrivals { get; private set; } = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        Database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        Broker = await PrivateBroker.ConnectAsync(
            TestServers.RabbitMq, [OutboxHost.Events, OutboxHost.Commands, "Vsm.Integration.Tests.Outbox:OrderPlaced", "Vsm.Integration.Tests.Outbox:IOrderEvent"]);
        Arrivals = new Arrivals();
    }

    [TearDown]
    public async Task DropAsync()
    {
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }
}
