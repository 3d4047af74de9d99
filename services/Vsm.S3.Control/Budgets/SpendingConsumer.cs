using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Budgets;

/// <summary>Sets money aside for work that is no task, as for the attempts of tasks, and settles it.</summary>
internal sealed class SpendingConsumer(Accountant accountant, BudgetBook book, ControlDbContext db) : IConsumer<ReserveSpending>, IConsumer<SettleSpending>
{
    /// <summary>Such work has no attempts, which begin with 1 for tasks.</summary>
    public const int Attempt = 0;

    /// <summary>With less nothing can be done.</summary>
    private const decimal Least = 0.000001m;

    public async Task Consume(ConsumeContext<ReserveSpending> context)
    {
        var asked = context.Message;
        if (asked.Wanted <= 0)
        {
            throw new MessageRefusedException($"{asked.Wanted} USD are asked for; expected more than 0.");
        }

        var known = await book.KeysAsync(db, context.CancellationToken);
        string[] accounts = [.. ((string[])[BudgetKeys.Vsm(asked.Vsm), BudgetKeys.System(asked.AgentId)]).Where(known.Contains)];
        var grant = accounts.Length == 0 ? new Grant.Given(asked.Wanted, []) : await accountant.ReserveAsync(new ReserveMoney
        {
            TaskId = asked.SpendingId, Attempt = Attempt, Accounts = accounts, Wanted = asked.Wanted, Least = Least,
        });
        await (grant switch
        {
            Grant.Given given => context.RespondAsync(new SpendingGranted { SpendingId = asked.SpendingId, Amount = given.Amount }),
            Grant.Short little => context.RespondAsync(new SpendingRefused
            {
                SpendingId = asked.SpendingId,
                Reason = FormattableString.Invariant(
                    $"The budget of {BudgetKeys.Describe(little.Account, await NameAsync(asked.AgentId, context.CancellationToken))} has {Math.Max(0, little.Account.Left)} of {little.Account.Cap} USD left: raise it, or wait until others leave something."),
            }),
            _ => throw new InvalidOperationException($"{grant.GetType().Name} is no answer for work that is no task."),
        });
    }

    public async Task Consume(ConsumeContext<SettleSpending> context)
    {
        var (_, waiting) = await accountant.CloseAsync(context.Message.SpendingId, Attempt, context.Message.Cost);
        await TaskBudget.WakeAsync(context, waiting);
    }

    private async Task<string?> NameAsync(Guid agent, CancellationToken cancel) =>
        await db.Agents.AsNoTracking().Where(x => x.AgentId == agent).Select(x => x.Name).SingleOrDefaultAsync(cancel) is { } name ? $"System 1 {name}" : null;
}
