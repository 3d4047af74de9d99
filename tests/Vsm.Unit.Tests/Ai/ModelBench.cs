using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Ai;
using Vsm.Hosting.Settings;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

/// <summary>Models as a process has them, by its settings.</summary>
internal sealed class ModelBench : IAsyncDisposable
{
    private readonly IHost _host;

    private ModelBench(IHost host, KeptLog log) => (_host, Log) = (host, log);

    public ChatClients Models => _host.Services.GetRequiredService<ChatClients>();

    public ModelPrices Prices => _host.Services.GetRequiredService<ModelPrices>();

    public RuntimeSettings Settings => _host.Services.GetRequiredService<RuntimeSettings>();

    public IMeterFactory Meters => _host.Services.GetRequiredService<IMeterFactory>();

    /// <summary>All that was logged.</summary>
    public KeptLog Log { get; }

    public static ModelBench Of(ChatServer server, params (string Key, string Value)[] settings) => Of(server, TimeProvider.System, settings);

    public static ModelBench Of(ChatServer server, TimeProvider clock, params (string Key, string Value)[] settings) => Of(clock,
    [
        ("Vsm:Ai:Providers:test:BaseUrl", server.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:RetryPause", "00:00:00"),
        .. settings,
    ]);

    public static ModelBench Of(TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var setting in settings) // the last one of a key counts
        {
            builder.Configuration[setting.Key] = setting.Value;
        }

        var log = new KeptLog();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(clock);
        builder.AddAi();
        return new ModelBench(builder.Build(), log);
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
