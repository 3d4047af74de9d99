using MassTransit;
using Vsm.Bus;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;
using Vsm.Persistence;
using Vsm.Persistence.Retention;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Data;
using Vsm.S3Star.Audit.Evaluation;
using Vsm.S3Star.Audit.Judging;
using Vsm.S3Star.Audit.Policies;

namespace Vsm.S3Star.Audit;

/// <summary>System 3*: judges every result by the policies that apply to it.</summary>
public static class AuditFunction
{
    /// <summary>The checks that policies can carry.</summary>
    public static CatalogueDescription Checks => CheckCatalogue.BuiltIn.Describe();

    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        builder.AddStore<AuditDbContext, JournalBatch>(AuditDbContext.Schema, "vsm.dashboard.journal", JournalBatch.FromJson);
        builder.AddRetention<AuditDbContext>(AuditDbContext.Schema, AuditRetention.Rules);
        builder.AddQueuesToJournal<AuditDbContext>("vsm.s3star.", (queue, at) => AuditDbContext.Row(QueueDescription.Entry("s3star", queue, at)));
        builder.AddJournalAtStart<AuditDbContext>(x => AuditDbContext.Row(Announcement(Checks, x.GetRequiredService<TimeProvider>().GetUtcNow())));

        builder.Services.AddOptionsWithValidateOnStart<AuditOptions, AuditOptionsValidator>().BindConfiguration(AuditOptions.Section);
        builder.AddSettings<FindSettings, SettingsInForce>(new Uri("exchange:vsm.s5.settings"), new FindSettings(), Set);
        builder.AddJudge();
        builder.Services.AddSingleton(CheckCatalogue.BuiltIn);
        builder.Services.AddSingleton<Judge>();
        builder.Services.AddSingleton<Packets>();
        builder.Services.AddSingleton<PolicyBook>();
        builder.AddToBus(bus =>
        {
            bus.AddConsumer<EvaluationConsumer>();
            bus.AddConsumer<PolicySetConsumer, PolicySetConsumerDefinition>();
            bus.AddReplicaConsumer<PolicyReplicaConsumer>();
            bus.AddRequestClient<ReserveJudging>(new Uri($"exchange:{JudgingFunds.Queue}"), JudgingFunds.Patience);
            bus.AddRequestClient<FindPolicySet>(new Uri("exchange:vsm.s5.systems"));
        });
        return builder;
    }

    private static SettingsSnapshot Set(SettingsInForce message) =>
        new(message.Version, message.Settings.Where(x => x.Value is not null).Select(x => new SettingValue(x.Vsm ?? "", x.Name, x.Value!)));

    private static JournalEntry Announcement(CatalogueDescription checks, DateTimeOffset at) => new JournalEntry
    {
        Key = "",
        Vsm = VsmInstance.Root,
        Function = "s3star",
        Kind = JournalKinds.Catalogue,
        At = at,
        Summary = $"System 3* offers {checks.Items.Count} checks",
    }.With(checks).KeyedByData($"catalogue/{checks.Name}");
}
