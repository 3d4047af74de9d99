using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Tasks;

/// <summary>Counts the step, sets its time limit, and tells the journal, in the transaction of the step.</summary>
internal sealed class RecordStep(
    ControlDbContext db, TaskStateMachine machine, TaskBudget budget, IOptions<TaskOptions> options, ControlMetrics metrics, TimeProvider clock)
    : TaskActivity
{
    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        var now = clock.GetUtcNow();
        var ended = machine.Finals.Any(x => x.Name == task.CurrentState);
        if (ended || (!TaskLedger.HoldsMoney(task) && task.Money is { Accounts.Count: > 0 } or { Judging: > 0 }))
        {
            await budget.CloseAsync(context, task);
        }

        if (task.CurrentState == nameof(TaskStateMachine.Approved))
        {
            TaskLedger.BookApproval(task);
        }

        task.Step++;
        task.Inbox = TaskRules.Noted(task.Inbox, context.MessageId);
        task.DueAt = TaskRules.DueAt(task, now, options.Value);
        if (ended)
        {
            task.EndedAt = now;
            task.Wait = null;
            metrics.TaskEnded(task.CurrentState);
        }
        else if (task.CurrentState == nameof(TaskStateMachine.AwaitingPerson))
        {
            task.Wait = task.Wait! with { ExpiresAt = task.DueAt!.Value };
        }

        db.Record(new JournalEntry
        {
            Key = $"{task.CorrelationId}/{task.Step}/task",
            Vsm = task.Vsm,
            Function = "s3",
            Kind = $"{JournalKinds.Task}.{char.ToLowerInvariant(task.CurrentState[0])}{task.CurrentState[1..]}",
            At = now,
            TaskId = task.CorrelationId,
            Attempt = task.Attempt,
            Step = task.Step,
            Actor = task.AgentName,
            Summary = task.Note ?? Summary(task),
        }.With(Progress(task)));
        task.Booked.Clear();
    }

    private static string Summary(TaskInstance task) => task.CurrentState switch
    {
        nameof(TaskStateMachine.Executing) when task.Attempt > 1 => $"Task {task.Number} goes to {task.AgentName} again (attempt {task.Attempt}): {task.Reason}",
        nameof(TaskStateMachine.Executing) when task is { Advice: not null, Reason: { } reason } => $"Task {task.Number} goes to {task.AgentName}: {reason}",
        nameof(TaskStateMachine.Executing) => $"Task {task.Number} goes to {task.AgentName}",
        nameof(TaskStateMachine.Evaluating) => $"Task {task.Number} is done by {task.AgentName} and judged",
        nameof(TaskStateMachine.Correcting) => $"Task {task.Number} violates a policy and {task.AgentName} is corrected: {task.Reason}",
        nameof(TaskStateMachine.Clarifying) => $"Task {task.Number} meets a vague policy: {task.Reason}",
        nameof(TaskStateMachine.ClosingGap) => $"Task {task.Number} meets a capability gap: {task.Reason}",
        nameof(TaskStateMachine.Delegating) => $"Task {task.Number} waits for an agent: {task.Reason}",
        nameof(TaskStateMachine.AwaitingBudget) when task.Money is { Unjudged: not null } => $"Task {task.Number} is done by {task.AgentName}, and waits for budget to be judged: {task.Reason}",
        nameof(TaskStateMachine.AwaitingBudget) => $"Task {task.Number} waits for budget: {task.Reason}",
        nameof(TaskStateMachine.AwaitingPerson) => $"Task {task.Number} waits for a person: {task.Reason}",
        _ => $"Task {task.Number} is {task.CurrentState.ToLowerInvariant()}{(task.Reason is { } reason ? $": {reason}" : "")}",
    };

    private static bool TellsOutput(TaskInstance task) =>
        task.CurrentState is nameof(TaskStateMachine.Evaluating) || task.EndedAt is not null || task.Wait is not null;

    private static TaskProgress Progress(TaskInstance task) => new()
    {
        State = task.CurrentState,
        Number = task.Number,
        Content = task.Step == 1 ? task.Content : null,
        References = task.Step == 1 ? task.References : null,
        RequiredCapabilities = task.Step == 1 ? task.RequiredCapabilities : null,
        Requestor = task.Step == 1 ? task.Requestor : null,
        SubmittedAt = task.Step == 1 ? task.SubmittedAt : null,
        Assignee = task.AgentNumber,
        AssigneeName = task.AgentName,
        Attempts = task.Attempt,
        Corrections = task.Corrections,
        Clarifications = task.Clarifications,
        Output = TellsOutput(task) ? task.Output : null,
        OutputReference = TellsOutput(task) ? task.OutputReference : null,
        Reason = task.Reason,
        RulingId = task.RulingId,
        Usage = new Usage { InputTokens = task.InputTokens, OutputTokens = task.OutputTokens, Cost = task.Cost, UncountedCost = task.Money?.Uncounted ?? 0 },
        CostLimit = task.CostLimit,
        Reserved = TaskLedger.IsSpending(task.CurrentState) ? Math.Max(0, task.Reserved - (task.Money?.AttemptCost ?? 0)) : 0,
        ParentTaskId = task.Step == 1 && task.Money is { Above: [.., var parent] } ? parent : null,
        Booked = task.Booked.Count == 0 ? null : [.. task.Booked],
        EndedAt = task.EndedAt,
        DueAt = task.DueAt,
        Wait = task.Wait,
    };
}
