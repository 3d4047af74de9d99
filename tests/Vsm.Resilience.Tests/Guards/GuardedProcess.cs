using System.Net;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vsm.Bus;
using Vsm.Hosting;
using Vsm.Testing;

namespace Vsm.Resilience.Tests.Guards;

/// <summary>A process as services are, within this one, with one consumer of <see cref="Work"/> on a real broker.</summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    public const string Queue = "vsm.resilience.guards";
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private GuardedProcess(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public IServiceProvider Services => _app.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public static Task<GuardedProcess> StartAsync(Func<ConsumeContext<Work>, Task> handle, params (string Key, string Value)[] settings) =>
        StartAsync(handle, _ => { }, settings);

    public static async Task<GuardedProcess> StartAsync(
        Func<ConsumeContext<Work>, Task> handle, Action<WebApplicationBuilder> add, params (string Key, string Value)[] settings)
    {
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?>(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)))
        {
            ["Vsm:RabbitMq:Uri"] = TheBroker.Server.Uri.ToString(),
            ["Vsm:StartTimeout"] = "00:00:30",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new Handler(handle));
        builder.AddToBus(bus => bus.AddConsumer<WorkConsumer>());
        add(builder);
        var app = builder.BuildVsm();
        try
        {
            await app.StartAsync();
            return new GuardedProcess(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public Task SendAsync(string what) => Bus.SendTo(Queue, new Work { What = what });

    /// <summary>Asks as a supervisor does.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> ProbeAsync(string probe)
    {
        using var response = await _http.GetAsync($"/health/{probe}");
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> ProbeUntilAsync(string probe, HttpStatusCode expected, TimeSpan limit) =>
        Eventually.ReadAsync($"{probe} {expected}", () => ProbeAsync(probe), x => x.Status == expected, limit);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
