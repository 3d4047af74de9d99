using System.Text;
using System.Text.RegularExpressions;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Tasks;

/// <summary>Pure decisions of the task saga.</summary>
internal static partial class TaskRules
{
    public const int MaxContent = 64 * 1024;

    /// <summary>More than a task has steps, unless somebody raises its budget again and again.</summary>
    public const int MostMessages = 256;

    /// <summary>Why a task cannot be taken, or nothing.</summary>
    public static string? Refuse(AssignTaskMessage task)
    {
        if (task.TaskId == Guid.Empty)
        {
            return "taskId is empty; choose a new one.";
        }

        if (string.IsNullOrWhiteSpace(task.Content))
        {
            return "content is empty; say what is to be done.";
        }

        if (Encoding.UTF8.GetByteCount(task.Content) is var length and > MaxContent)
        {
            return $"content has {length} bytes; at most {MaxContent} are taken. Pass more as a reference.";
        }

        if (task.Priority is < 0 or > 9)
        {
            return $"priority is {task.Priority}; it must be 0 to 9.";
        }

        if (task.CostLimit < 0)
        {
            return $"costLimit is {task.CostLimit}; it cannot be negative.";
        }

        return task.ReplyTo is { } address && !IsAddress(address)
            ? $"replyTo is '{address}'; it must be an address such as queue:my-service."
            : null;
    }

    // What is taken here must be sendable to at the end, when nobody is left to tell.
    private static bool IsAddress(Uri address) => address.IsAbsoluteUri && address.Scheme switch
    {
        "queue" or "exchange" => QueueName().IsMatch(address.AbsolutePath) && address.Query.Length == 0,
        "rabbitmq" or "rabbitmqs" or "amqp" or "amqps" or "loopback" => QueueName().IsMatch(address.Segments[^1]),
        _ => false,
    };

    [GeneratedRegex(@"^[A-Za-z0-9\-_.:]{1,200}\z")]
    private static partial Regex QueueName();

    /// <summary>What routing has to know of a task.</summary>
    public static TaskNeeds NeedsOf(TaskInstance task) => new()
    {
        RequiredCapabilities = Required(task),
        Assignee = task.RequestedAssignee,
        Expected = task.ExpectedAgentId,
        Left = task.CostLimit - task.Cost,
        Needed = task.Money is { NeededBy: { } agent, Needed: var amount } ? (agent, amount) : null,
        Refusals = task.Refusals,
    };

    /// <summary>The capabilities that a task requires, by the names that are meant.</summary>
    public static IReadOnlyList<string> Required(TaskInstance task) => task.Advice is { ReadAs.Count: > 0 } advice
        ? DelegationDecision.Read(task.RequiredCapabilities, advice.ReadAs)
        : task.RequiredCapabilities;

    /// <summary>Whether a model may be asked who should do the task: once at each attempt, and not where that is known.</summary>
    public static bool MayAsk(TaskInstance task) =>
        task is { RequestedAssignee: null, ExpectedAgentId: null } && task.Advice?.Attempt != task.Attempt;

    /// <summary>The time limit of a state, no later than the task's own deadline.</summary>
    public static DateTimeOffset? DueAt(TaskInstance task, DateTimeOffset now, TaskOptions options)
    {
        TimeSpan? limit = task.CurrentState switch
        {
            nameof(TaskStateMachine.Delegating) => task.Advice is { Step: not null } ? options.AdviceLimit : options.DelegationRetry,
            nameof(TaskStateMachine.Executing) => options.ExecutionLimit,
            nameof(TaskStateMachine.Evaluating) => options.EvaluationLimit,
            nameof(TaskStateMachine.Correcting) => options.CorrectionLimit,
            nameof(TaskStateMachine.Clarifying) => options.ClarificationLimit,
            nameof(TaskStateMachine.ClosingGap) => options.GapLimit,
            nameof(TaskStateMachine.AwaitingBudget) => BudgetLimit(task, now, options),
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

    /// <summary>Whether a judgement that is to be paid for is one that the task waits for.</summary>
    public static bool TakesJudging(TaskInstance task, ReserveJudging wanted) =>
        TaskLedger.IsSpending(task.CurrentState) && IsAwaited(task, wanted.Attempt, wanted.Evaluation);

    /// <summary>The messages that led to a task's steps, with the one at hand.</summary>
    public static Guid[] Noted(Guid[] inbox, Guid? message) =>
        message is { } id && !inbox.Contains(id) ? [.. inbox.TakeLast(MostMessages - 1), id] : inbox;

    /// <summary>Takes in that the agent works differently from the next attempt on.</summary>
    public static void Correct(TaskInstance task, SystemCorrected correction)
    {
        task.Corrections++;
        task.Reason = TaskText.Cut(correction.Reason);
        task.ConfigurationVersion = correction.ConfigurationVersion;
        task.ExpectedAgentId = correction.AgentId;
    }

    /// <summary>Adds what an attempt consumed, once: the result and the ruling on it both say it, in either order.</summary>
    public static void Account(TaskInstance task, int attempt, Usage usage)
    {
        if (attempt <= task.AccountedAttempt)
        {
            return;
        }

        task.AccountedAttempt = attempt;
        TaskLedger.Book(task, LedgerKind.Doing, usage);
    }

    /// <summary>Charges an attempt of which nobody says what it consumed: as much as it may have.</summary>
    public static void AccountEstimate(TaskInstance task) =>
        Account(task, task.Attempt, new Usage { Cost = task.Reserved, UncountedCost = task.Reserved });

    /// <summary>What is known of its money when an attempt failed: what the agent would have needed.</summary>
    public static TaskMoney? Needs(TaskInstance task, TaskExecutionFailed failure) => failure is { Error: ExecutionError.OverBudget, Needed: { } needed }
        ? (task.Money ?? new TaskMoney()) with { Needed = needed, NeededBy = task.AgentId }
        : task.Money;

    // A task that waits for an account looks again by itself, too: who has to tell it may have ended.
    private static TimeSpan BudgetLimit(TaskInstance task, DateTimeOffset now, TaskOptions options)
    {
        if (task.WaitsFor is null)
        {
            return options.BudgetLimit;
        }

        var left = (task.WaitingSince ?? now) + options.BudgetLimit - now;
        return options.BudgetRetry < left ? options.BudgetRetry : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Whether a task that waits for an account looks for money again, rather than to give up.</summary>
    public static bool LooksAgain(TaskInstance task, DateTimeOffset now, TaskOptions options) =>
        task.WaitsFor is not null && !DeadlinePassed(task, now) && now - task.WaitingSince < options.BudgetLimit;

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
