using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Hosting.Settings;
using Vsm.Persistence;
using Vsm.Persistence.Retention;
using Vsm.S5.Policy.Clarification;
using Vsm.S5.Policy.Correction;
using Vsm.S5.Policy.Creation;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Decisions;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.Organisations;
using Vsm.S5.Policy.Settings;
using Vsm.S5.Policy.Suggestions;
using Vsm.S5.Policy.Systems;

namespace Vsm.S5.Policy;

/// <summary>System 5: purpose, policies and configurations of VSM instances, and people's decisions.</summary>
public static class PolicyFunction
{
    /// <summary>Adds System 5 to a process.</summary>
    public static IHostApplicationBuilder AddPolicy(this IHostApplicationBuilder builder)
    {
        builder.AddStore<PolicyDbContext, JournalBatch>(PolicyDbContext.Schema, "vsm.dashboard.journal", JournalBatch.FromJson);
        builder.AddRetention<PolicyDbContext>(PolicyDbContext.Schema, PolicyRetention.Rules);
        builder.AddQueuesToJournal<PolicyDbContext>("vsm.s5.", (queue, at) => PolicyDbContext.Row(QueueDescription.Entry("s5", queue, at)));
        builder.Services.AddOptionsWithValidateOnStart<AgentDefaults, AgentDefaultsValidator>().BindConfiguration(AgentDefaults.Section);
        builder.Services.AddSingleton<Turns<PolicyDbContext>>();
        builder.AddHelp();
        builder.AddSettingsOptions();
        builder.Services.AddHostedService<SettingsAnnouncer>();
        builder.AddToBus(bus =>
        {
            bus.AddConsumer<ApplyOrganisationConsumer>();
            bus.AddConsumer<AgentRegisteredConsumer>();
            bus.AddConsumer<AgentRegistrationRefusedConsumer>();
            bus.AddConsumer<FindAgentConfigurationConsumer>();
            bus.AddConsumer<FindPolicySetConsumer>();
            bus.AddConsumer<RetireSystemConsumer>();
            bus.AddConsumer<PolicyViolationConsumer>();
            bus.AddConsumer<PolicyClarificationConsumer>();
            bus.AddConsumer<CapabilityGapConsumer>();
            bus.AddConsumer<ApprovalRequestedConsumer>();
            bus.AddConsumer<RecordDecisionConsumer>();
            bus.AddConsumer<PolicySuggestionConsumer>();
            bus.AddConsumer<DecidePolicySuggestionConsumer>();
            bus.AddConsumer<FindPolicySuggestionsConsumer>();
            bus.AddConsumer<ChangeSettingConsumer>();
            bus.AddConsumer<FindSettingsConsumer>();
            bus.AddRequestClient<ReserveSpending>(new Uri($"exchange:{PolicyKeeper.Queue}"), PolicyKeeper.Patience);
        });
        return builder;
    }

    // Of models that help; without any named, nobody is asked.
    private static void AddHelp(this IHostApplicationBuilder builder)
    {
        builder.AddAdvice<PolicyDbContext, PolicyKeeper>(PolicyHelp.Correction, PolicyHelp.Clarification, PolicyHelp.Creation);
        builder.Services.AddOptionsWithValidateOnStart<CreationOptions, CreationOptionsValidator>().BindConfiguration(AdviceOptions.SectionOf(PolicyHelp.Creation));
        builder.Services.AddSingleton<IValidateOptions<CreationOptions>, CreationRangesValidator>();
        builder.Services.AddScoped<CreationHelp>();
    }
}
