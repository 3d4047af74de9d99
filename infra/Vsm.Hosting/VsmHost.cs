using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Bus;
using Vsm.Hosting.Health;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.Persistence.SqlServer;

namespace Vsm.Hosting;

/// <summary>
/// What every process shares. A program creates a builder, adds its functions, and builds:
/// <code>
/// var builder = VsmHost.CreateBuilder(args);
/// builder.AddControl();
/// await builder.BuildVsm().RunVsmAsync();
/// </code>
/// </summary>
public static class VsmHost
{
    /// <summary>A builder with settings from (last wins) <paramref name="defaults"/>, the environment (<c>Vsm__…</c>, <c>AGENT_…</c>) and the arguments.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, IReadOnlyDictionary<string, string?>? defaults = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Vsm" });
        builder.Configuration
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Vsm:Http:Urls"] = "http://127.0.0.1:0" })
            .AddInMemoryCollection(defaults ?? new Dictionary<string, string?>())
            .AddEnvironmentVariables()
            .AddInMemoryCollection(AgentSettings.FromEnvironment())
            .AddCommandLine(args);

        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(x =>
        {
            x.SingleLine = true;
            x.TimestampFormat = "HH:mm:ss.fff ";
        });
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(x => x.LogToStandardErrorThreshold = LogLevel.Trace);
        // Why a start failed is said once, by VsmRun.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning)
            // What fails there comes up as an exception, or was expected: a first migration looks for its history, a version may have moved on.
            .AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.None);

        builder.WebHost.UseKestrelCore().UseUrls(builder.Configuration["Vsm:Http:Urls"]!.Split(';', StringSplitOptions.TrimEntries));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddContent();
        builder.AddTelemetry();
        builder.AddStores();
        return builder;
    }

    /// <summary>Makes the process of everything that was added: stores first, then the bus.</summary>
    public static WebApplication BuildVsm(this WebApplicationBuilder builder)
    {
        builder.AddBus();
        builder.Services.AddSingleton<HealthMonitor>();
        builder.Services.AddHostedService(x => x.GetRequiredService<HealthMonitor>());

        var app = builder.Build();
        app.UseDraining();
        app.UseRouting();
        app.MapHealth();
        return app;
    }

    private static void AddStores(this WebApplicationBuilder builder)
    {
        _ = builder.Configuration.GetSection(StoreOptions.Section).Get<StoreOptions>()?.Store switch
        {
            Store.InMemory => builder.Services.AddSingleton<IStoreProvider, InMemoryStore>(),
            Store.SqlServer => builder.Services.AddSingleton<IStoreProvider, SqlServerStore>(),
            _ => builder.Services.AddSingleton<IStoreProvider, PostgreSqlStore>(),
        };
    }
}
