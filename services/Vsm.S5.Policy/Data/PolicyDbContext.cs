using Microsoft.EntityFrameworkCore;
using Vsm.Advice;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

internal sealed class PolicyDbContext(DbContextOptions<PolicyDbContext> options, IStoreProvider store)
    : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "s5_policy";

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<ApplicationRow> Applications => Set<ApplicationRow>();

    public DbSet<SystemRow> Systems => Set<SystemRow>();

    public DbSet<SystemVersionRow> SystemVersions => Set<SystemVersionRow>();

    public DbSet<PolicyRow> Policies => Set<PolicyRow>();

    public DbSet<PolicyVersionRow> PolicyVersions => Set<PolicyVersionRow>();

    public DbSet<CorrectionRow> Corrections => Set<CorrectionRow>();

    public DbSet<ClarificationRow> Clarifications => Set<ClarificationRow>();

    public DbSet<GapRow> Gaps => Set<GapRow>();

    public DbSet<AdviceRow> Advice => Set<AdviceRow>();

    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    public DbSet<SuggestionRow> Suggestions => Set<SuggestionRow>();

    public DbSet<SettingRow> Settings => Set<SettingRow>();

    public DbSet<SettingVersionRow> SettingVersions => Set<SettingVersionRow>();

    public static JournalRow Row(JournalEntry entry) => JournalRow.Of(entry.Key, entry, JournalJson.Options);
}
