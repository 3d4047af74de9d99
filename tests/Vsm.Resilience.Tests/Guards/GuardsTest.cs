using Vsm.Testing;

namespace Vsm.Resilience.Tests.Guards;

/// <summary>A test with the queue of <see cref="GuardedProcess"/> for itself.</summary>
public abstract class GuardsTest
{
    internal PrivateBroker Broker { get; private set; } = null!;

    [SetUp]
    public async Task EmptyAsync() => Broker = await PrivateBroker.ConnectAsync(TheBroker.Server.Uri, [GuardedProcess.Queue, "vsm.dead-letters"]);

    [TearDown]
    public async Task LeaveAsync()
    {
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }
    }
}
