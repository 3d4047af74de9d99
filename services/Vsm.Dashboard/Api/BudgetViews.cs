using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

/// <summary>Budgets as they are shown. One without an account has no cap, and shows what was spent by the ledger.</summary>
internal static class BudgetViews
{
    private const string OfSystem = "system:";
    private const string OfTask = "task:";

    /// <exception cref="RefusedRequestException">There is none of that name.</exception>
    public static async Task<BudgetView> FindAsync(DashboardDbContext db, string name, string vsm, CancellationToken cancel)
    {
        if (name == "vsm")
        {
            return await OfVsmAsync(db, vsm, cancel);
        }

        if (name.StartsWith(OfSystem, StringComparison.Ordinal))
        {
            var agent = await AgentsApi.AgentAsync(db, name[OfSystem.Length..], vsm, cancel);
            var key = BudgetRow.KeyOf(BudgetKind.System, agent.Vsm, agent.Id);
            return Of(
                agent, await db.Budgets.AsNoTracking().FirstOrDefaultAsync(x => x.Key == key, cancel),
                await db.Ledger.AsNoTracking().FirstOrDefaultAsync(x => x.AgentId == agent.Id, cancel));
        }

        if (!name.StartsWith(OfTask, StringComparison.Ordinal))
        {
            throw new RefusedRequestException(Problems.NotFound(
                $"There is no budget '{Text.Cut(name, 80)}'; expected vsm, system:NAME (or its number) or task:NUMBER (or its GUID)."));
        }

        var task = await db.TaskAsync(name[OfTask.Length..], vsm, cancel);
        var account = BudgetRow.KeyOf(BudgetKind.Task, task.Vsm, task.Id);
        return Of(task, await db.Budgets.AsNoTracking().FirstOrDefaultAsync(x => x.Key == account, cancel));
    }

    public static async Task<BudgetView> OfVsmAsync(DashboardDbContext db, string vsm, CancellationToken cancel)
    {
        var key = BudgetRow.KeyOf(BudgetKind.Vsm, vsm, null);
        var row = await db.Budgets.AsNoTracking().FirstOrDefaultAsync(x => x.Key == key, cancel);
        var ledger = await db.Ledger.AsNoTracking().Where(x => x.Vsm == vsm).ToListAsync(cancel);
        return View(BudgetKind.Vsm, "vsm", null, row, Sum(ledger));
    }

    public static BudgetView Of(AgentRow agent, BudgetRow? row, LedgerRow? ledger) =>
        View(BudgetKind.System, $"{OfSystem}{agent.Name}", agent.Id, row, Sum(ledger is null ? [] : [ledger]));

    /// <summary>A task's limit counts what it spends itself, unless others draw on it too.</summary>
    private static BudgetView Of(TaskRow task, BudgetRow? row)
    {
        var (spent, reserved) = row is null ? (task.Cost, task.Reserved) : (row.Spent, row.Reserved);
        return new BudgetView
        {
            Kind = BudgetKind.Task,
            Name = $"{OfTask}{task.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? task.Id.ToString()}",
            Subject = task.Id,
            Cap = task.CostLimit,
            Spent = spent,
            Reserved = reserved,
            Left = task.CostLimit - spent - reserved,
        };
    }

    private static BudgetView View(BudgetKind kind, string name, Guid? subject, BudgetRow? row, LedgerView ledger) => new()
    {
        Kind = kind,
        Name = name,
        Subject = subject,
        Cap = row?.Cap,
        Spent = row?.Spent ?? ledger.Doing + ledger.Judging,
        Reserved = row?.Reserved ?? 0,
        Left = row?.Cap - row?.Spent - row?.Reserved,
        Ledger = ledger,
    };

    // Added up here: not every database adds decimals exactly.
    private static LedgerView Sum(List<LedgerRow> rows)
    {
        var (doing, judging, value) = (rows.Sum(x => x.Doing), rows.Sum(x => x.Judging), rows.Sum(x => x.ApprovedValue));
        return new LedgerView
        {
            Doing = doing,
            Judging = judging,
            Uncounted = rows.Sum(x => x.Uncounted),
            InputTokens = rows.Sum(x => x.InputTokens),
            OutputTokens = rows.Sum(x => x.OutputTokens),
            Approved = rows.Sum(x => x.Approved),
            ApprovedValue = value,
            Profit = value - doing - judging,
        };
    }
}
