using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence.Retention;

/// <summary>What a function removes after its time.</summary>
public static class RetentionHosting
{
    /// <param name="builder">The host.</param>
    /// <param name="schema">The function's schema.</param>
    /// <param name="rules">What is kept how long, by the settings.</param>
    public static IHostApplicationBuilder AddRetention<TContext>(
        this IHostApplicationBuilder builder, string schema, Func<RetentionOptions, IEnumerable<IRetentionRule<TContext>>> rules)
        where TContext : FunctionDbContext =>
        builder.AddRetention<TContext>(schema, (_, options) => rules(options));

    /// <param name="builder">The host.</param>
    /// <param name="schema">The function's schema.</param>
    /// <param name="rules">What is kept how long, by the settings and what else there is.</param>
    public static IHostApplicationBuilder AddRetention<TContext>(
        this IHostApplicationBuilder builder, string schema, Func<IServiceProvider, RetentionOptions, IEnumerable<IRetentionRule<TContext>>> rules)
        where TContext : FunctionDbContext
    {
        builder.Services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>().BindConfiguration(RetentionOptions.Section);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<RetentionMetrics>();
        builder.Services.AddSingleton(x => ActivatorUtilities.CreateInstance<RetentionService<TContext>>(
            x, schema, rules(x, x.GetRequiredService<IOptions<RetentionOptions>>().Value)));
        builder.Services.AddHostedService(x => x.GetRequiredService<RetentionService<TContext>>());
        return builder;
    }
}
