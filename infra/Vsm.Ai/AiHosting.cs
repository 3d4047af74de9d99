using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Ai.Pipeline;
using Vsm.Hosting.Settings;

namespace Vsm.Ai;

/// <summary>Registers <see cref="ChatClients"/> and <see cref="ModelPrices"/>.</summary>
public static class AiHosting
{
    /// <summary>Can be called by each function of a process.</summary>
    public static IHostApplicationBuilder AddAi(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(x => x.ServiceType == typeof(ChatClients)))
        {
            return builder;
        }

        builder.Services.AddMetrics();
        builder.Services.AddOptionsWithValidateOnStart<AiOptions, AiOptionsValidator>().BindConfiguration(AiOptions.Section)
            .Configure(x => AddKnownNames(x, builder.Configuration));
        builder.Services.AddSingleton<IValidateOptions<AiOptions>, AiRangesValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ModelTelemetry>();
        builder.Services.TryAddSingleton(_ => new RuntimeSettings());
        builder.Services.AddSingleton<ModelTerms>();
        builder.Services.AddSingleton(x => new ModelPrices(x.GetRequiredService<ModelTerms>()));
        builder.Services.AddSingleton(x => new ChatClients(
            x.GetRequiredService<IOptions<AiOptions>>(), x.GetRequiredService<ModelTerms>(), x.GetRequiredService<ModelTelemetry>(), x.GetRequiredService<TimeProvider>(), x.GetRequiredService<ILogger<ChatClients>>()));
        return builder;
    }

    /// <summary>The names that providers' own tools read from the environment, where <c>Vsm:Ai</c> says nothing of that provider.</summary>
    private static void AddKnownNames(AiOptions options, IConfiguration configuration)
    {
        Add(ProviderKinds.OpenAi, "OPENAI_API_KEY", "OPENAI_BASE_URL");
        Add(ProviderKinds.Anthropic, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL");

        void Add(string provider, string keyName, string addressName)
        {
            var (key, address) = (configuration[keyName], configuration[addressName]);
            if ((string.IsNullOrEmpty(key) && string.IsNullOrEmpty(address)) || options.Providers.Keys.Contains(provider, StringComparer.OrdinalIgnoreCase))
            {
                return;
            }

            options.Providers[provider] = new ProviderOptions
            {
                Key = key,
                BaseUrl = string.IsNullOrEmpty(address) ? null : new Uri(address, UriKind.RelativeOrAbsolute),
            };
        }
    }
}
