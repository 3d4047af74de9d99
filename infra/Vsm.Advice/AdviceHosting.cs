using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Persistence;

namespace Vsm.Advice;

/// <summary>Registers what it takes to ask models.</summary>
public static class AdviceHosting
{
    /// <summary>Lets functions of the VSM ask models, each under its own name in <c>Vsm:Models</c>.</summary>
    public static IHostApplicationBuilder AddAdvice<TContext, TKeeper>(this IHostApplicationBuilder builder, params IReadOnlyList<string> functions)
        where TContext : FunctionDbContext
        where TKeeper : class, IAdviceKeeper<TContext>
    {
        builder.AddAi();
        foreach (var function in functions)
        {
            builder.Services.AddOptions<AdviceOptions>(function).BindConfiguration(AdviceOptions.SectionOf(function)).ValidateOnStart();
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdviceOptions>, AdviceOptionsValidator>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdviceOptions>, AdviceRangesValidator>());
        builder.Services.TryAddSingleton<Asker>();
        builder.Services.TryAddSingleton<Turns<Asker>>();
        builder.Services.AddScoped<IAdviceKeeper<TContext>, TKeeper>();
        builder.Services.AddScoped(x => new Advisor<TContext>(
            x.GetRequiredService<IDbContextFactory<TContext>>(), x.GetRequiredService<IAdviceKeeper<TContext>>(), x.GetRequiredService<IOptionsMonitor<AdviceOptions>>(),
            x.GetRequiredService<IStoreProvider>(), x.GetRequiredService<Asker>(), x.GetRequiredService<Turns<Asker>>(), x.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
