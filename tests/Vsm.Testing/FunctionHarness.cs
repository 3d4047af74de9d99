using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Bus;
using Vsm.Hosting;

namespace Vsm.Testing;

/// <summary>One or more functions as they run in a process, in-memory, with MassTransit's harness watching the bus.</summary>
public sealed class FunctionHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly WebApplication _app;
    private readonly string _store;

    private FunctionHarness(WebApplication app, string store)
    {
        _app = app;
        _store = store;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public IServiceProvider Services => _app.Services;

    public ITestHarness Harness => Services.GetRequiredService<ITestHarness>();

    /// <summary>Calls what the functions map.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts what <paramref name="add"/> adds.</summary>
    /// <param name="add">Adds functions, and replaces services where the test needs to.</param>
    /// <param name="settings">Settings beside the in-memory transport and store.</param>
    public static Task<FunctionHarness> StartAsync(Action<WebApplicationBuilder> add, params (string Key, string Value)[] settings) =>
        StartAsync(add, _ => { }, settings);

    /// <summary>Starts what <paramref name="add"/> adds, with the endpoints that <paramref name="map"/> maps.</summary>
    public static async Task<FunctionHarness> StartAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var store = Path.Combine(Path.GetTempPath(), $"vsm-content-{Guid.NewGuid():n}");
        // Nobody is there to tell settings made at run time, unless a test says otherwise.
        (string, string)[] defaults = [("Vsm:Content:Store", store), ("Vsm:Settings:Interval", "1.00:00:00"), ("Vsm:Settings:StartPatience", "00:00:00")];
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?>(
            settings.Concat(defaults).DistinctBy(x => x.Item1).Select(x => KeyValuePair.Create(x.Item1, (string?)x.Item2)))
        {
            ["Vsm:Transport"] = "InMemory",
            ["Vsm:Store"] = "InMemory",
            ["Logging:LogLevel:Default"] = "Error",
        });
        // A port of its own for each, as tests run beside each other.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add(builder);
        builder.AddBus((services, configure) => services.AddMassTransitTestHarness(configure));
        // A wait ends when the message comes; a busy machine must not end it before.
        builder.Services.Configure<TestHarnessOptions>(x => (x.TestTimeout, x.TestInactivityTimeout) = (3 * Patience, Patience));
        var app = builder.Build();
        app.UseRouting();
        map(app);
        await app.StartAsync();
        return new FunctionHarness(app, store);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (Directory.Exists(_store))
        {
            Directory.Delete(_store, recursive: true);
        }
    }
}
