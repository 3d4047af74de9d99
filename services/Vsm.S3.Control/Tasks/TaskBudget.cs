using System.Globalization;
using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Tasks;

/// <summary>What a task's steps do with accounts. A task that draws on none does nothing here but look into what this replica knows.</summary>
internal sealed class TaskBudget(ControlDbContext db, BudgetBook book, Accountant accountant)
{
    /// <summary>Sets aside what the next attempt may cost, at most what is left everywhere.</summary>
    public async Task<Grant> ReserveAsync(TaskInstance task, AgentInfo agent, decimal least, CancellationToken cancel)
    {
        var left = task.CostLimit - task.Cost;
        var wanted = agent.Model is null ? least : Math.Min(task.Money?.PerAttempt ?? left, left);
        var accounts = TaskLedger.Accounts(task, agent.AgentId, await book.KeysAsync(db, cancel));
        return wanted <= 0 || accounts.Count == 0 ? new Grant.Given(wanted, []) : await accountant.ReserveAsync(new ReserveMoney
        {
            TaskId = task.CorrelationId,
            Attempt = task.Attempt + 1,
            Accounts = accounts,
            Wanted = wanted,
            Least = Math.Min(least, wanted),
            Opened = Opened(task),
        });
    }

    /// <summary>Sets aside, beside what the attempt at hand has cost, what a model may cost that judges it.</summary>
    public async Task<Grant> ReserveJudgingAsync(TaskInstance task, decimal wanted, decimal least, CancellationToken cancel)
    {
        var spent = task.Money?.AttemptCost ?? 0;
        var accounts = TaskLedger.Accounts(task, task.AgentId!.Value, await book.KeysAsync(db, cancel));
        return accounts.Count == 0 ? new Grant.Given(spent + wanted, []) : await accountant.ReserveAsync(new ReserveMoney
        {
            TaskId = task.CorrelationId,
            Attempt = task.Attempt,
            Accounts = accounts,
            Wanted = spent + wanted,
            Least = spent + least,
            Opened = Opened(task),
            Keeps = true,
        });
    }

    /// <summary>Settles the attempt at hand, and gives back what was set aside for a next one in a step that was not stored.</summary>
    public async Task CloseAsync(ConsumeContext context, TaskInstance task)
    {
        TaskLedger.BookLostJudging(task);
        if (!await MayHoldAsync(task, context.CancellationToken))
        {
            return;
        }

        var (actual, waiting) = await accountant.CloseAsync(task.CorrelationId, task.Attempt, task.Money?.AttemptCost ?? 0);
        if (task.Money is { Accounts.Count: > 0 } money)
        {
            TaskLedger.Correct(task, actual);
            task.Money = task.Money! with { Accounts = [] };
        }

        await WakeAsync(context, waiting);
    }

    public static async Task WakeAsync(ConsumeContext context, IEnumerable<CheckTaskBudget> waiting)
    {
        foreach (var check in waiting)
        {
            await context.SendTo(TaskStateMachine.Queue, check, context.CancellationToken);
        }
    }

    public static string Reason(BudgetAccount account, string agent, decimal least) => string.Create(
        CultureInfo.InvariantCulture,
        $"The budget of {BudgetKeys.Describe(account, agent)} has {account.Left} of {account.Cap} USD left, and an attempt by {agent} takes {(least > 0 ? $"at least {least} USD" : "more")}.");

    private static IReadOnlyList<string> Opened(TaskInstance task) =>
        [.. new[] { task.Opened, task.Money is { HasAccount: true } ? task.CorrelationId : null }.OfType<Guid>().Select(BudgetKeys.Task)];

    private async Task<bool> MayHoldAsync(TaskInstance task, CancellationToken cancel)
    {
        if (task.Money is { Accounts.Count: > 0 } or { Above.Count: > 0 } or { HasAccount: true })
        {
            return true;
        }

        var keys = await book.KeysAsync(db, cancel);
        return keys.Contains(BudgetKeys.Vsm(task.Vsm)) || (task.AgentId is { } agent && keys.Contains(BudgetKeys.System(agent)));
    }
}
