using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Tasks;

/// <summary>Pure decisions of the task saga.</summary>
internal static class TaskRules
{
    public const int MaxContent = 64 * 1024;
    public const int MaxOutput = 96 * 1024;

    /// <summary>Why a task cannot be taken, or nothing.</summary>
    public static string? Refuse(AssignTaskMessage task)
    {
        if (string.IsNullOrWhiteSpace(task.Content))
        {
            return "content is empty; say what is to be done.";
        }

        if (task.Content.Length > MaxContent)
        {
            return $"content has {task.Content.Length} characters; at most {MaxContent} are taken. Pass more as a reference.";
        }

        if (task.Priority is < 0 or > 9)
        {
            return $"priority is {task.Priority}; it must be 0 to 9.";
        }

        if (task.CostLimit < 0)
        {
            return $"costLimit is {task.CostLimit}; it cannot be negative.";
        }

        return task.ReplyTo is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("queue" or "exchange" or "topic" or "rabbitmq" or "amqp" or "loopback"))
            ? $"replyTo is '{address}'; it must be an address such as queue:my-service."
            : null;
    }

    /// <summary>The time limit of a state, no later than the task's own deadline.</summary>
    public static DateTimeOffset? DueAt(TaskInstance task, DateTimeOffset now, TaskOptions options)
    {
        TimeSpan? limit = task.CurrentState switch
        {
            nameof(TaskStateMachine.Delegating) => options.DelegationRetry,
            nameof(TaskStateMachine.Executing) => options.ExecutionLimit,
            nameof(TaskStateMachine.Evaluating) => options.EvaluationLimit,
            nameof(TaskStateMachine.Correcting) => options.CorrectionLimit,
            nameof(TaskStateMachine.Clarifying) => options.ClarificationLimit,
            nameof(TaskStateMachine.ClosingGap) => options.GapLimit,
            nameof(TaskStateMachine.AwaitingBudget) => options.BudgetLimit,
            nameof(TaskStateMachine.AwaitingPerson) => PersonLimit(task, options),
            _ => null,
        };
        if (limit is null)
        {
            return null;
        }

        var due = now + limit.Value;
        return task.Deadline < due ? task.Deadline : due;
    }

    public static TimeSpan PersonLimit(TaskInstance task, TaskOptions options) =>
        task.PersonTimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : options.PersonLimit;

    /// <summary>Whether a check of the deadline is for the step that the task is at, and its time has come.</summary>
    public static bool IsDue(TaskInstance task, CheckTaskDeadline check, DateTimeOffset now) => check.Step == task.Step && task.DueAt <= now;

    public static bool DeadlinePassed(TaskInstance task, DateTimeOffset now) => task.Deadline <= now;

    /// <summary>Whether a ruling is on the attempt at hand and no older judgement of it: late and repeated ones are not.</summary>
    public static bool IsAwaited(TaskInstance task, int attempt, int evaluation) => attempt == task.Attempt && evaluation >= task.Evaluation;

    /// <summary>Adds what an attempt consumed, once: the result and the ruling on it both say it, in either order.</summary>
    public static void Account(TaskInstance task, int attempt, Usage usage)
    {
        if (attempt <= task.AccountedAttempt)
        {
            return;
        }

        task.AccountedAttempt = attempt;
        task.InputTokens += usage.InputTokens;
        task.OutputTokens += usage.OutputTokens;
        task.Cost += usage.Cost;
    }

    /// <summary>The answers that a waiting task takes: without a result there is nothing to approve.</summary>
    public static IReadOnlyList<PersonDecision> Answers(TaskInstance task) => task.Output is null
        ? [PersonDecision.Reject, PersonDecision.Retry]
        : [PersonDecision.Approve, PersonDecision.Reject, PersonDecision.Retry];

    public static bool Takes(TaskInstance task, PersonDecision decision) =>
        task.Wait?.Answers.Contains(decision) ?? false;

    /// <summary>Throws for a task that no later try could take.</summary>
    public static void EnsureAcceptable(AssignTaskMessage task)
    {
        if (Refuse(task) is { } reason)
        {
            throw new MessageRefusedException($"Task {task.TaskId} is not taken: {reason}");
        }
    }
}
