using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Budgets;

/// <summary>Money for work that is no task.</summary>
internal sealed class SpendingDesk(Accountant accountant, BudgetBook book, ControlDbContext db)
{
    /// <summary>Such work has no attempts, which begin with 1 for tasks.</summary>
    public const int Attempt = 0;

    /// <summary>With less nothing can be done.</summary>
    private const decimal Least = 0.000001m;

    /// <returns>What was set aside, or why nothing was.</returns>
    public async Task<(decimal Amount, string? Refusal)> ReserveAsync(ReserveSpending asked, CancellationToken cancel)
    {
        var known = await book.KeysAsync(db, cancel);
        string[] accounts = [.. ((string[])[BudgetKeys.Vsm(asked.Vsm), BudgetKeys.System(asked.AgentId)]).Where(known.Contains)];
        var grant = accounts.Length == 0 ? new Grant.Given(asked.Wanted, []) : await accountant.ReserveAsync(new ReserveMoney
        {
            TaskId = asked.SpendingId, Attempt = Attempt, Accounts = accounts, Wanted = asked.Wanted, Least = Least,
        });
        return grant switch
        {
            Grant.Given given => (given.Amount, null),
            Grant.Short little => (0, FormattableString.Invariant(
                $"The budget of {BudgetKeys.Describe(little.Account, await NameAsync(asked.AgentId, cancel))} has {Math.Max(0, little.Account.Left)} of {little.Account.Cap} USD left: raise it, or wait until others leave something.")),
            _ => throw new InvalidOperationException($"{grant.GetType().Name} is no answer for work that is no task."),
        };
    }

    public async Task SettleAsync(ConsumeContext context, Guid spending, decimal cost)
    {
        var (_, waiting) = await accountant.CloseAsync(spending, Attempt, cost);
        await TaskBudget.WakeAsync(context, waiting);
    }

    private async Task<string?> NameAsync(Guid agent, CancellationToken cancel) =>
        await db.Agents.AsNoTracking().Where(x => x.AgentId == agent).Select(x => x.Name).SingleOrDefaultAsync(cancel) is { } name ? $"System 1 {name}" : null;
}
