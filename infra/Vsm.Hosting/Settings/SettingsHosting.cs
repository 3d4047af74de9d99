using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus;

namespace Vsm.Hosting.Settings;

/// <summary>Has a process go by the settings that operators make at run time.</summary>
public static class SettingsHosting
{
    /// <summary>Can be called by each function of a process. Settings come as a published message, and are asked for at the start.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="keeper">Where to ask.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="read">Reads the message, which is the answer as well.</param>
    public static IHostApplicationBuilder AddSettings<TFind, TSettings>(
        this IHostApplicationBuilder builder, Uri keeper, TFind question, Func<TSettings, SettingsSnapshot> read)
        where TFind : class
        where TSettings : class
    {
        if (builder.Services.Any(x => x.ServiceType == typeof(Func<TSettings, SettingsSnapshot>)))
        {
            return builder;
        }

        builder.AddSettingsOptions();
        builder.Services.RemoveAll<RuntimeSettings>();
        builder.Services.AddSingleton(new RuntimeSettings(expected: true));
        builder.Services.AddSingleton(read);
        builder.Services.AddHostedService(x => new SettingsReader<TFind, TSettings>(
            x.GetRequiredService<RuntimeSettings>(), read, question, x.GetRequiredService<IServiceScopeFactory>(), x.GetRequiredService<IOptions<SettingsOptions>>(),
            x.GetRequiredService<TimeProvider>(), x.GetRequiredService<IHostApplicationLifetime>(), x.GetRequiredService<ILogger<RuntimeSettings>>()));
        builder.AddToBus(bus =>
        {
            bus.AddReplicaConsumer<SettingsReplicaConsumer<TSettings>>();
            bus.AddRequestClient<TFind>(keeper);
        });
        return builder;
    }

    /// <summary>The settings of how settings spread, for whoever says them.</summary>
    public static IHostApplicationBuilder AddSettingsOptions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<SettingsOptions>().BindConfiguration(SettingsOptions.Section);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SettingsOptions>, SettingsOptionsValidator>());
        return builder;
    }
}
