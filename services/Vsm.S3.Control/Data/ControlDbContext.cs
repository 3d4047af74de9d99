using Microsoft.EntityFrameworkCore;
using Vsm.Advice;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Organisations;
using Vsm.S3.Control.Registry;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Data;

/// <summary>State of System 3.</summary>
internal sealed class ControlDbContext(DbContextOptions<ControlDbContext> options, IStoreProvider store)
    : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "s3_control";

    public DbSet<TaskInstance> Tasks => Set<TaskInstance>();

    public DbSet<RegisteredAgent> Agents => Set<RegisteredAgent>();

    public DbSet<BudgetAccount> Budgets => Set<BudgetAccount>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<AdviceRow> Advice => Set<AdviceRow>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public static JournalRow Row(JournalEntry entry) => JournalRow.Of(entry.Key, entry, JournalJson.Options);

    public void Record(JournalEntry entry) => Journal.Add(Row(entry));
}
