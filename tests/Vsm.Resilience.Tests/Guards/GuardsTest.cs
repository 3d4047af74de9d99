using Vsm.Testing;

namespace Vsm.Resilience.Tests.Guards;

/// <summary>A test with the queue of <see cref="GuardedProcess"/> for itself.</summary>
public abstract class GuardsTest
{
    internal PrivateBroker Broker { get; private set; } = null!;

    [SetUp]
    public async Task EmptyAsync() => Broker = await PrivateBroker.ConnectAsync(TheBroker.Server.Uri, [GuardedProcess.Queue, "vsm.dead-letters"]);

    /// <summary>After a restart of the broker. Nothing is deleted: a queue that a process declares anew at that moment may never get well.</summary>
    internal async Task ConnectAgainAsync() => Broker = await PrivateBroker.ConnectAsync(TheBroker.Server.Uri, []);

    [TearDown]
    public async Task LeaveAsync()
    {
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }
    }
}
