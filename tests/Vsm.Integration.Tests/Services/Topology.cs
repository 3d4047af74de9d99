using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Dashboard;
using Vsm.Hosting;
using Vsm.S1.Operations;
using Vsm.S3.Control;
using Vsm.S3Star.Audit;
using Vsm.S5.Policy;

namespace Vsm.Integration.Tests.Services;

/// <summary>The queues that the bus of all functions configures.</summary>
internal static class Topology
{
    /// <summary>Names of the durable ones; those of replicas are not among them.</summary>
    public static IReadOnlyList<string> Queues { get; } = [.. Of("RabbitMq").Where(x => !x.Contains(".replica-", StringComparison.Ordinal))];

    /// <summary>Those, and queues of agents that tests may make.</summary>
    public static IEnumerable<string> All(params string[] instances) =>
        [.. Queues, "vsm.dead-letters", .. instances.SelectMany(x => Enumerable.Range(1, 6).Select(y => Contracts.Operations.AgentQueueNames.Of(x, y)))];

    public static IReadOnlyList<string> Of(string transport)
    {
        var names = new List<string>();
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?> { ["Vsm:Transport"] = transport, ["Vsm:Store"] = "InMemory" });
        builder.AddOperations();
        builder.AddControl();
        builder.AddAudit();
        builder.AddPolicy();
        builder.AddDashboard();
        builder.AddToBus(bus => bus.AddConfigureEndpointsCallback((name, _) => names.Add(name)));
        builder.AddBus();
        // Made, not started; and not disposed, as MassTransit logs where the bus made last does.
        builder.Build().Services.GetRequiredService<IBusControl>();
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
