using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Budgets;

namespace Vsm.S3.Control.Tasks;

/// <summary>Books what a task's attempts cost, at the task and for or against the System 1 that works on it.</summary>
internal static class TaskLedger
{
    /// <summary>Whether an attempt is at work or judged, so that its money stays set aside.</summary>
    public static bool IsSpending(string state) =>
        state is nameof(TaskStateMachine.Executing) or nameof(TaskStateMachine.Evaluating) or nameof(TaskStateMachine.Clarifying);

    /// <summary>Whether what the attempt at hand has set aside, or cost, is not settled yet: one that is done and waits to be judged is still at hand.</summary>
    public static bool HoldsMoney(TaskInstance task) =>
        IsSpending(task.CurrentState) || task is { CurrentState: nameof(TaskStateMachine.AwaitingBudget), Money.Unjudged: not null };

    public static void Book(TaskInstance task, LedgerKind kind, Usage usage)
    {
        if (usage is { Cost: 0, InputTokens: 0, OutputTokens: 0 })
        {
            return;
        }

        task.InputTokens += usage.InputTokens;
        task.OutputTokens += usage.OutputTokens;
        task.Cost += usage.Cost;
        if (usage.Cost != 0)
        {
            var money = task.Money ?? new TaskMoney();
            task.Money = money with { AttemptCost = money.AttemptCost + usage.Cost, Uncounted = money.Uncounted + usage.UncountedCost };
        }

        if (task.AgentId is { } agent)
        {
            task.Booked.Add(new LedgerEntry { AgentId = agent, Attempt = task.Attempt, Kind = kind, Usage = usage });
        }
    }

    /// <summary>What is left for judging the attempt at hand, of the task's limit and the attempt's.</summary>
    public static decimal LeftForJudging(TaskInstance task)
    {
        var left = task.CostLimit - task.Cost;
        return task.Money is { PerAttempt: { } most, AttemptCost: var spent } ? Math.Min(left, most - spent) : left;
    }

    /// <param name="task">The task.</param>
    /// <param name="given">With what the attempt has cost.</param>
    public static void SetAsideForJudging(TaskInstance task, Grant.Given given)
    {
        var money = task.Money ?? new TaskMoney();
        task.Money = money with { Judging = given.Amount - money.AttemptCost, Accounts = given.Accounts };
        task.Reserved = given.Amount;
    }

    /// <summary>A ruling came, and says what judging took.</summary>
    public static void BookJudging(TaskInstance task, Usage usage)
    {
        task.Money = task.Money is { Judging: > 0 } money ? money with { Judging = 0 } : task.Money;
        Book(task, LedgerKind.Judging, usage);
    }

    /// <summary>No ruling came, and nobody says what was spent on one: as much as was set aside.</summary>
    public static void BookLostJudging(TaskInstance task)
    {
        if (task.Money is { Judging: > 0 and var lost })
        {
            BookJudging(task, new Usage { Cost = lost, UncountedCost = lost });
        }
    }

    /// <summary>A result was approved: worth what the requestor would have paid for it.</summary>
    public static void BookApproval(TaskInstance task)
    {
        if (task.AgentId is { } agent)
        {
            task.Booked.Add(new LedgerEntry
            {
                AgentId = agent, Attempt = task.Attempt, Kind = LedgerKind.Approved, Value = task.Money?.FirstLimit ?? task.CostLimit,
            });
        }
    }

    /// <summary>What has counted as the attempt's cost before, in a step that was not stored, counts still.</summary>
    public static void Correct(TaskInstance task, decimal actual)
    {
        if (actual - (task.Money?.AttemptCost ?? 0) is not 0 and var difference)
        {
            Book(task, LedgerKind.Doing, new Usage { Cost = difference });
        }
    }

    /// <summary>A higher limit.</summary>
    public static void Raise(TaskInstance task, decimal limit)
    {
        var money = task.Money ?? new TaskMoney();
        task.Money = money with { FirstLimit = money.FirstLimit ?? task.CostLimit };
        task.CostLimit = limit;
    }

    /// <summary>The accounts that an attempt of the task draws on, by an agent; those of VSM and System 1 only where there are any.</summary>
    public static IReadOnlyList<string> Accounts(TaskInstance task, Guid agent, IReadOnlySet<string> open) =>
    [
        .. (task.Money?.Above ?? []).Select(BudgetKeys.Task),
        .. task.Money is { HasAccount: true } ? new[] { BudgetKeys.Task(task.CorrelationId) } : [],
        .. new[] { BudgetKeys.System(agent), BudgetKeys.Vsm(task.Vsm) }.Where(open.Contains),
    ];
}
