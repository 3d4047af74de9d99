using MassTransit;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Vsm.Bus;
using Vsm.Hosting.Health;
using Vsm.Persistence;

namespace Vsm.Scheduling;

/// <summary>The process's part in keeping timers.</summary>
public static class SchedulerHosting
{
    /// <summary>The schema of the timers.</summary>
    public const string Schema = "scheduler";

    /// <summary>
    /// Keeps timers in this process, in the store that the process has; all replicas share the work. Every process can set them: the bus has a message scheduler
    /// for consumers, sagas and <c>UseScheduledRedelivery</c>.
    /// </summary>
    public static IHostApplicationBuilder AddVsmScheduler(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(SchedulerOptions.Section).Get<SchedulerOptions>() ?? new SchedulerOptions();
        var store = builder.Configuration.GetSection(StoreOptions.Section).Get<StoreOptions>() ?? new StoreOptions();
        builder.Services.AddOptionsWithValidateOnStart<SchedulerOptions, SchedulerOptionsValidator>().BindConfiguration(SchedulerOptions.Section);
        builder.Services.AddSingleton<IReadiness, SchedulerReadiness>();
        builder.Services.TryAddSingleton<StoreWait>();
        builder.Services.AddSingleton<ISchedulerStart, WaitingStart>();
        if (CrashPoint.IsSet)
        {
            builder.AddToBus(bus => bus.AddSendObserver<CrashPoints>());
        }

        return builder.AddToBus(bus => bus.AddQuartzMessageScheduler(scheduler =>
        {
            Apply(options, scheduler.Options);
            switch (store.Store)
            {
                case Store.PostgreSql:
                    scheduler.UsePostgres(NpgsqlFactory.Instance, Postgres(store.Database.ConnectionString, options), Schema);
                    break;
                case Store.SqlServer:
                    scheduler.UseSqlServer(SqlClientFactory.Instance, store.Database.ConnectionString, Schema);
                    break;
                default:
                    scheduler.UseInMemoryStore();
                    break;
            }
        }));
    }

    private static void Apply(SchedulerOptions options, MessageSchedulerOptions to)
    {
        to.QueueName = SchedulerQueue.Name;
        to.ConcurrentMessages = options.ConcurrentMessages;
        to.CheckinInterval = options.CheckinInterval;
        to.CheckinTolerance = options.CheckinTolerance;
        to.MisfireThreshold = options.MisfireThreshold;
        to.CancelMemory = options.CancelMemory;
        to.SendTimeout = options.SendTimeout;
        to.LongestPause = options.LongestPause;
    }

    // Besides what sends, one connection says that the process lives, and others take commands. What is asked has an index, and a plan that was made
    // while the table was empty would read all of it.
    private static string Postgres(string connectionString, SchedulerOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "vsm scheduler",
            MaxPoolSize = options.ConcurrentMessages + 10,
            NoResetOnClose = true,
            MaxAutoPrepare = 100,
        };
        connection.Options = $"{connection.Options} -c enable_seqscan=off -c jit=off".Trim();
        return connection.ConnectionString;
    }
}
