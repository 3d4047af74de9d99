using MassTransit;
using Microsoft.Extensions.Options;
using Quartz;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Hosting;
using Vsm.Hosting.Settings;
using Vsm.Persistence;
using Vsm.Persistence.Retention;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Intake;
using Vsm.S3.Control.Organisations;
using Vsm.S3.Control.Registry;
using Vsm.S3.Control.Settings;
using Vsm.S3.Control.Tasks;
using Vsm.S3.Control.Upgrades;
using Vsm.Scheduling;

namespace Vsm.S3.Control;

/// <summary>System 3: delegates tasks, keeps the registry of agents, and carries each task to its end.</summary>
public static class ControlFunction
{
    public static IHostApplicationBuilder AddControl(this IHostApplicationBuilder builder)
    {
        builder.AddStore<ControlDbContext, JournalBatch>(ControlDbContext.Schema, "vsm.dashboard.journal", JournalBatch.FromJson);
        builder.AddRetention<ControlDbContext>(ControlDbContext.Schema, ControlRetention.Rules);
        builder.AddQueuesToJournal<ControlDbContext>("vsm.s3.", (queue, at) => ControlDbContext.Row(QueueDescription.Entry("s3", queue, at)));
        builder.AddJournalAtStart<ControlDbContext>(x => ControlDbContext.Row(TaskMachineDescription.Entry(
            TaskMachineDescription.Describe(x.GetRequiredService<TaskStateMachine>()), x.GetRequiredService<TimeProvider>().GetUtcNow())));

        builder.Services.AddOptionsWithValidateOnStart<SagaOptions, SagaOptionsValidator>().BindConfiguration(SagaOptions.Section);
        builder.Services.AddSingleton<SagaCheck>();
        builder.Services.AddHostedService<SagaCheckAtStart>();
        builder.Services.AddOptionsWithValidateOnStart<TaskOptions, TaskOptionsValidator>().BindConfiguration(TaskOptions.Section);
        builder.Services.AddOptionsWithValidateOnStart<RoutingOptions, RoutingOptionsValidator>().BindConfiguration(RoutingOptions.Section);
        builder.Services.AddOptionsWithValidateOnStart<RegistryOptions, RegistryOptionsValidator>().BindConfiguration(RegistryOptions.Section);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<ControlMetrics>();
        builder.Services.AddSingleton<BudgetMetrics>();
        builder.Services.AddSingleton<BudgetBook>();
        builder.Services.AddSingleton<Accountant>();
        builder.Services.AddScoped<TaskBudget>();
        builder.Services.AddScoped<SpendingDesk>();
        builder.Services.AddSingleton<AgentDirectory>();
        builder.Services.AddSingleton<OrganisationBook>();
        builder.AddSettings<FindSettings, SettingsInForce>(new Uri("exchange:vsm.s5.settings"), new FindSettings(), SettingsMessage.Read);
        builder.Services.AddSingleton<IOptions<TaskOptions>, SetTaskOptions>();
        builder.Services.AddSingleton<SetLimits>();
        builder.Services.AddSingleton<ITaskRouter, SetRouter>();
        builder.AddAdvice<ControlDbContext, DelegationKeeper>(DelegationHelp.Function);
        builder.Services.AddOptionsWithValidateOnStart<DelegationHelpOptions, DelegationHelpOptionsValidator>().BindConfiguration(AdviceOptions.SectionOf(DelegationHelp.Function));
        builder.Services.AddSingleton<DelegationHelp>();

        builder.AddToBus(bus =>
        {
            bus.AddSagaStateMachine<TaskStateMachine, TaskInstance, TaskSagaDefinition>().StoredIn<TaskInstance, ControlDbContext>();
            bus.AddConsumer<IntakeConsumer, IntakeConsumerDefinition>();
            bus.AddConsumer<OrganisationConsumer, OrganisationConsumerDefinition>();
            bus.AddConsumer<RegistryConsumer, RegistryConsumerDefinition>();
            bus.AddConsumer<BudgetConsumer, BudgetConsumerDefinition>();
            bus.AddConsumer<SpendingConsumer>();
            bus.AddConsumer<DelegateTaskConsumer>();
        });
        builder.AddSweeps();
        builder.AddVsmScheduler();
        return builder;
    }

    /// <summary>Loads the tasks under way in the database that the environment names, as this version reads them.</summary>
    public static async Task<SagaCheckView> CheckSagasAsync(CancellationToken cancel)
    {
        var builder = VsmHost.CreateBuilder([]);
        builder.AddControl();
        await using var app = builder.BuildVsm();
        return await app.Services.GetRequiredService<SagaCheck>().CheckAsync(cancel);
    }

    private static void AddSweeps(this IHostApplicationBuilder builder)
    {
        var tasks = builder.Configuration.GetSection(TaskOptions.Section).Get<TaskOptions>() ?? new TaskOptions();
        var agents = builder.Configuration.GetSection(RegistryOptions.Section).Get<RegistryOptions>() ?? new RegistryOptions();
        builder.Services.AddSingleton<SweepLease>();
        builder.Services.AddSingleton<SweepTrouble>();
        builder.Services.AddSingleton<SweepSender>();
        builder.Services.AddSingleton<DeadlineChecks>();
        // Every replica has the schedule in memory, and the lease says whose counts; see infra/decisions/0005.
        builder.Services.AddQuartz(x =>
        {
            x.ScheduleJob<DeadlineSweep>(trigger => trigger.StartNow().WithSimpleSchedule(y => y.WithInterval(tasks.SweepInterval).RepeatForever()));
            x.ScheduleJob<BudgetSweep>(trigger => trigger.StartNow().WithSimpleSchedule(y => y.WithInterval(BudgetSweep.Interval).RepeatForever()));
            x.ScheduleJob<HeartbeatSweep>(trigger => trigger.StartNow().WithSimpleSchedule(y => y.WithInterval(agents.HealthCheckInterval).RepeatForever()));
        });
        builder.Services.AddQuartzHostedService(x =>
        {
            x.AwaitApplicationStarted = false; // it would wait at the stop too, after a start that failed; a sweep waits for itself
            x.WaitForJobsToComplete = true;
        });
    }
}
