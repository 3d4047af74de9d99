using Vsm.Testing;

namespace Vsm.Resilience.Tests.Chaos;

/// <summary>The short form of what Vsm.Chaos does for hours, on servers of its own.</summary>
public sealed class When_processes_servers_and_the_network_fail
{
    [Test]
    public async Task Every_promised_zero_is_zero()
    {
        _ = TestServers.RabbitMq; // where there are none, none are killed either
        await using var chaos = ServiceProcess.Start("Vsm.Chaos", ["run", "--tasks", "500", "--faults", "20", "--seed", "1"]);
        var exitCode = await chaos.ExitAsync(TimeSpan.FromMinutes(10));
        await TestContext.Progress.WriteLineAsync(chaos.Out);
        Assert.That(exitCode, Is.Zero, chaos.Output);
    }
}
