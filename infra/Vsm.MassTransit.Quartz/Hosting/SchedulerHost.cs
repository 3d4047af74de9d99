using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Extensibility;

namespace MassTransit.QuartzIntegration;

/// <summary>Makes the scheduler of this process, and has it for who needs it.</summary>
internal sealed class SchedulerHost(
    MessageSchedulerOptions options, SchedulerDatabase? database, SendMessageJob job, SchedulerClock clock, ILoggerFactory logging)
{
    public static readonly JobKey Job = new("send-message", "masstransit");
    private readonly TaskCompletionSource<IScheduler> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The scheduler, once it is there.</summary>
    public Task<IScheduler> Ready => _made.Task;

    public bool IsShared => database is not null;

    public async Task CreateAsync(CancellationToken cancel)
    {
        if (database is not null)
        {
            await EnsureSchemaAsync(database, cancel);
        }

        await clock.CompareAsync(cancel);
        var scheduler = await QuartzSchedulerBuilder.Create(Configure).BuildScheduler(cancel);
        try
        {
            // The same for every process, and for every timer.
            await scheduler.AddJob(
                JobBuilder.Create<SendMessageJob>().WithIdentity(Job).StoreDurably(true).RequestRecovery(true).Build(), AddJobOptions.Replacing, cancel);
        }
        catch
        {
            // Who tries again makes another.
            await scheduler.Shutdown(false, CancellationToken.None);
            throw;
        }

        _made.TrySetResult(scheduler);
    }

    private void Configure(IQuartzBuilder builder)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton(logging));
        builder.UseTimeProvider(clock);
        builder.UseJobFactory(new OneJob(job));
        builder.UseDefaultThreadPool(options.ConcurrentMessages);
        builder.ConfigureScheduler(x =>
        {
            x.InstanceName = "masstransit";
            x.IdleWaitTime = options.CheckinInterval < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : options.CheckinInterval;
            x.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            x.PropagateTraceContext = false;
            if (database is not null)
            {
                // "AUTO" as an id would be taken for one, which all processes then had.
                x.GenerateInstanceId = true;
            }
        });
        if (database is null)
        {
            builder.UseInMemoryStore(x => x.MisfireThreshold = options.MisfireThreshold);
            return;
        }

        builder.Services.AddSingleton<IInstanceIdGenerator, UniqueInstanceId>();
        builder.UsePersistentStore(store =>
        {
            database.Use(store);
            store.UseSystemTextJsonSerializer();
            store.ProvisionSchema();
            store.UseClustering(x => (x.CheckinInterval, x.CheckinMisfireThreshold) = (options.CheckinInterval, options.CheckinTolerance));
            store.ConfigureStore(x =>
            {
                x.TablePrefix = database.TablePrefix;
                x.StoreJobDataAsStrings = true;
                x.MisfireThreshold = options.MisfireThreshold;
                x.RecoverFiringsCancelledByShutdown = true;
                x.DbRetryInterval = TimeSpan.FromSeconds(2);
                x.UseBackgroundThreads = true;
            });
        });
    }

    private static async Task EnsureSchemaAsync(SchedulerDatabase database, CancellationToken cancel)
    {
        try
        {
            await database.AskAsync(database.SchemaSql, cancel);
        }
        catch (DbException)
        {
            // Another process may have made it in the same moment; if that was not it, this says what was.
            await database.AskAsync(database.SchemaSql, cancel);
        }
    }

    /// <summary>All timers have the one job, which holds nothing of them.</summary>
    private sealed class OneJob(SendMessageJob job) : IJobFactory
    {
        public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) => new(new JobScope(job, null));

        public ValueTask ReturnJob(JobScope jobScope, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }

    private sealed class UniqueInstanceId : IInstanceIdGenerator
    {
        public ValueTask<string> GenerateInstanceId(CancellationToken cancellationToken = default) => new($"{Environment.MachineName}-{NewId.NextGuid():n}");
    }
}
