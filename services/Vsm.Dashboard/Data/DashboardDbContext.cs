using Microsoft.EntityFrameworkCore;
using Vsm.Dashboard.Failures;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;

namespace Vsm.Dashboard.Data;

/// <summary>The journal of every function, chained, and the read model made of it.</summary>
internal sealed class DashboardDbContext(DbContextOptions<DashboardDbContext> options, IStoreProvider store)
    : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "dashboard";

    public DbSet<JournalRecord> Records => Set<JournalRecord>();

    public DbSet<ChainHead> ChainHeads => Set<ChainHead>();

    public DbSet<ChainAnchor> ChainAnchors => Set<ChainAnchor>();

    public DbSet<TaskRow> Tasks => Set<TaskRow>();

    public DbSet<RulingRow> Rulings => Set<RulingRow>();

    public DbSet<FindingRow> Findings => Set<FindingRow>();

    public DbSet<CallRow> Calls => Set<CallRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<AgentRow> Agents => Set<AgentRow>();

    public DbSet<ConfigurationRow> Configurations => Set<ConfigurationRow>();

    public DbSet<PolicySetRow> PolicySets => Set<PolicySetRow>();

    public DbSet<BudgetRow> Budgets => Set<BudgetRow>();

    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<MachineRow> Machines => Set<MachineRow>();

    public DbSet<CatalogueRow> Catalogues => Set<CatalogueRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<QueueRow> Queues => Set<QueueRow>();

    public DbSet<FailedMessageRow> FailedMessages => Set<FailedMessageRow>();

    public DbSet<FailedMessageContent> FailedContents => Set<FailedMessageContent>();
}
