using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Vsm.Bus;
using Vsm.Bus.Retries;

namespace Vsm.Persistence;

/// <summary>The stores of a process.</summary>
public static class StoreHosting
{
    /// <summary>
    /// Registers a function's context in its own schema. Its schema is brought up to date before anything else starts, and its journal rows are
    /// shipped as they come.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="schema">Schema, or name of the in-memory database.</param>
    /// <param name="journalQueue">The queue that takes batches of the journal.</param>
    /// <param name="toBatch">Puts a batch together from entries as JSON.</param>
    public static IHostApplicationBuilder AddStore<TContext, TBatch>(
        this IHostApplicationBuilder builder, string schema, string journalQueue, Func<IReadOnlyList<string>, TBatch> toBatch)
        where TContext : FunctionDbContext
        where TBatch : class
    {
        builder.AddStore<TContext>(schema);
        builder.Services.AddSingleton<JournalQueue<TContext>>();
        builder.Services.AddSingleton(x => ActivatorUtilities.CreateInstance<JournalShipper<TContext, TBatch>>(x, journalQueue, toBatch));
        builder.Services.AddHostedService(x => x.GetRequiredService<JournalShipper<TContext, TBatch>>());
        builder.Services.AddSingleton<IDrainStep>(x => x.GetRequiredService<JournalShipper<TContext, TBatch>>());
        return builder;
    }

    /// <summary>Registers a function's context in its own schema, for a function that ships no journal.</summary>
    public static IHostApplicationBuilder AddStore<TContext>(this IHostApplicationBuilder builder, string schema)
        where TContext : FunctionDbContext
    {
        builder.Services.AddOptionsWithValidateOnStart<StoreOptions, StoreOptionsValidator>().BindConfiguration(StoreOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransientFailures, StoreFailures>());
        builder.Services.TryAddSingleton<StoreWait>();
        builder.Services.AddSingleton<IStoreProbe, StoreProbe<TContext>>();
        builder.Services.AddPooledDbContextFactory<TContext>((provider, options) =>
        {
            provider.GetRequiredService<IStoreProvider>().Configure(options, schema);
            if (provider.GetService<JournalQueue<TContext>>() is { } journal)
            {
                options.AddInterceptors(journal);
            }
        });
        builder.Services.AddGroupCommit<TContext>();
        builder.Services.AddHostedService(x => ActivatorUtilities.CreateInstance<SchemaUpdate<TContext>>(x, schema));
        return builder;
    }

    internal static void AddGroupCommit<TContext>(this IServiceCollection services)
        where TContext : FunctionDbContext =>
        services.TryAddSingleton(x => new GroupCommit<TContext>(
            x.GetRequiredService<IDbContextFactory<TContext>>(), x.GetRequiredService<IStoreProvider>(), x.GetService<JournalQueue<TContext>>()));

    /// <summary>Puts something into the journal when the process starts, such as what the function offers.</summary>
    public static IHostApplicationBuilder AddJournalAtStart<TContext>(this IHostApplicationBuilder builder, Func<IServiceProvider, JournalRow> entry)
        where TContext : FunctionDbContext
    {
        builder.Services.AddHostedService(x => new JournalAtStart<TContext>(x, entry));
        return builder;
    }

    /// <summary>Puts the durable queues that the function takes messages from into the journal, those that come later too.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="prefix">What the names of the function's queues begin with.</param>
    /// <param name="entry">Makes the entry of a queue.</param>
    public static IHostApplicationBuilder AddQueuesToJournal<TContext>(
        this IHostApplicationBuilder builder, string prefix, Func<string, DateTimeOffset, JournalRow> entry)
        where TContext : FunctionDbContext
    {
        builder.Services.AddHostedService(x => ActivatorUtilities.CreateInstance<QueuesInJournal<TContext>>(x, prefix, entry));
        return builder;
    }
}
