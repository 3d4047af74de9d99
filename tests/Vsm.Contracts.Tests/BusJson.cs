using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Bus;

namespace Vsm.Contracts.Tests;

/// <summary>Messages as the bus of a process writes and reads them.</summary>
internal static class BusJson
{
    private static readonly Lazy<JsonSerializerOptions> Lazy = new(OfTheBus);

    public static JsonSerializerOptions Options => Lazy.Value;

    private static JsonSerializerOptions OfTheBus()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Vsm:Transport", "InMemory")]);
        builder.AddBus();
        using var host = builder.Build();
        // Making the bus is what sets its options.
        host.Services.GetRequiredService<IBusControl>();
        return SystemTextJsonMessageSerializer.Options;
    }
}
