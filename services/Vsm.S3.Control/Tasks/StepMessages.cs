using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Tasks;

/// <summary>What a task says to others at each of its steps, made of nothing but the task.</summary>
internal static class StepMessages
{
    private const string DelegationQueue = "vsm.s3.delegation";
    private const string EvaluationQueue = "vsm.s3star.evaluation";

    public static Task SendCommandAsync(ConsumeContext context, TaskInstance task) => context.SendToTopic(
        AgentQueueNames.Exchange, AgentQueueNames.Of(task.Vsm, task.AgentNumber!.Value), CommandOf(task), context.CancellationToken,
        MessageIds.Of(task.CorrelationId, $"{task.Attempt}/command"));

    public static Task SendQuestionAsync(ConsumeContext context, TaskInstance task) => context.SendTo(
        DelegationQueue,
        new DelegateTask
        {
            TaskId = task.CorrelationId, Vsm = task.Vsm, Attempt = task.Attempt, Step = task.Advice!.Step!.Value, Content = task.Content,
            RequiredCapabilities = TaskRules.Required(task), Refusals = task.Refusals,
        },
        context.CancellationToken,
        MessageIds.Of(task.CorrelationId, $"{task.Advice.Step}/delegate"));

    public static Task SendResumptionAsync(ConsumeContext context, TaskInstance task, int step) => context.SendTo(
        EvaluationQueue,
        new ResumeEvaluation { TaskId = task.CorrelationId, Vsm = task.Vsm, Attempt = task.Attempt, Evaluation = task.Evaluation },
        context.CancellationToken,
        MessageIds.Of(task.CorrelationId, $"{step}/judge"));

    public static Task PublishGapAsync(ConsumeContext context, TaskInstance task, RoutingDecision.Gap gap) =>
        context.PublishAs(MessageIds.Of(task.CorrelationId, $"{task.Gaps}/gap"), GapOf(task, gap), context.CancellationToken);

    public static Task PublishApprovalAsync(ConsumeContext context, TaskInstance task) =>
        context.PublishAs(MessageIds.Of(task.CorrelationId, $"{task.Step}/approval"), ApprovalOf(task), context.CancellationToken);

    public static Task PublishAbandonedAsync(ConsumeContext context, TaskInstance task, int attempt, string reason) => context.PublishAs(
        MessageIds.Of(task.CorrelationId, $"{attempt}/abandoned"),
        new TaskAttemptAbandoned { TaskId = task.CorrelationId, Vsm = task.Vsm, Attempt = attempt, Reason = reason },
        context.CancellationToken);

    public static AssignTaskMessage CommandOf(TaskInstance task) => new()
    {
        TaskId = task.CorrelationId,
        Vsm = task.Vsm,
        Content = task.Content,
        References = task.References,
        Parameters = task.Parameters,
        RequiredCapabilities = TaskRules.Required(task),
        Assignee = $"sys{task.AgentNumber}",
        TaskType = task.TaskType,
        Priority = task.Priority,
        Deadline = task.Deadline,
        CostLimit = task.CostLimit - task.Cost,
        Allowance = Math.Max(0, task.Reserved),
        CallLimit = task.Money?.PerCall,
        ParentTaskId = task.Money is { Above: [.., var parent] } ? parent : null,
        Requestor = task.Requestor,
        Attempt = task.Attempt,
        AgentId = task.AgentId,
        ConfigurationVersion = task.ConfigurationVersion,
        PolicySetVersion = task.PolicySetVersion,
        Reason = task.Reason,
        SimilarTasks = task.Advice?.Similar ?? [],
    };

    public static CapabilityGapMessage GapOf(TaskInstance task, RoutingDecision.Gap gap) => new()
    {
        TaskId = task.CorrelationId,
        Vsm = task.Vsm,
        Attempt = task.Attempt,
        ReportedBy = GapReporter.Control,
        Reason = gap.Reason,
        Content = task.Content,
        RequiredCapabilities = task.RequiredCapabilities,
        MissingCapabilities = gap.Missing,
        Considered = gap.Considered,
    };

    public static ApprovalRequested ApprovalOf(TaskInstance task) => new()
    {
        TaskId = task.CorrelationId,
        Number = task.Number,
        Vsm = task.Vsm,
        Step = task.Step,
        Attempt = task.Attempt,
        Reason = task.Wait!.Reason,
        Explanation = task.Wait.Explanation,
        Answers = task.Wait.Answers,
        Content = task.Content,
        Output = task.Output,
        OutputReference = task.OutputReference,
        Findings = task.Findings,
        ExpiresAt = task.Wait.ExpiresAt,
    };

    public static ForwardTaskResultMessage AnswerOf(TaskInstance task)
    {
        var outcome = Enum.Parse<TaskOutcome>(task.CurrentState);
        return new ForwardTaskResultMessage
        {
            TaskId = task.CorrelationId,
            Number = task.Number,
            Vsm = task.Vsm,
            Result = outcome,
            Output = outcome == TaskOutcome.Approved ? task.Output : null,
            OutputReference = outcome == TaskOutcome.Approved ? task.OutputReference : null,
            RulingId = task.RulingId,
            Reason = task.Reason,
            Assignee = task.AgentNumber,
            Attempts = task.Attempt,
            Usage = new Usage { InputTokens = task.InputTokens, OutputTokens = task.OutputTokens, Cost = task.Cost },
        };
    }
}
