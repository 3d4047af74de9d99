using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Bus;
using Vsm.Hosting;

namespace Vsm.Testing;

/// <summary>One or more functions as they run in a process, in-memory, with MassTransit's harness watching the bus.</summary>
public sealed class FunctionHarness : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FunctionHarness(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public ITestHarness Harness => Services.GetRequiredService<ITestHarness>();

    /// <summary>Starts what <paramref name="add"/> adds.</summary>
    /// <param name="add">Adds functions, and replaces services where the test needs to.</param>
    /// <param name="settings">Settings beside the in-memory transport and store.</param>
    public static async Task<FunctionHarness> StartAsync(Action<WebApplicationBuilder> add, params (string Key, string Value)[] settings)
    {
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?>(
            settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)))
        {
            ["Vsm:Transport"] = "InMemory",
            ["Vsm:Store"] = "InMemory",
            ["Logging:LogLevel:Default"] = "Error",
        });
        add(builder);
        builder.AddBus((services, configure) => services.AddMassTransitTestHarness(configure));
        var app = builder.Build();
        await app.StartAsync();
        return new FunctionHarness(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
