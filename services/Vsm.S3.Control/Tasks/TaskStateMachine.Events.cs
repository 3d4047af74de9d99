using MassTransit;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S3.Control.Tasks;

/// <content>The states of a task, and the messages that it listens to, each by the task's id.</content>
internal sealed partial class TaskStateMachine
{
    public State Delegating { get; } = null!;

    public State Executing { get; } = null!;

    public State Evaluating { get; } = null!;

    public State Correcting { get; } = null!;

    public State Clarifying { get; } = null!;

    public State ClosingGap { get; } = null!;

    public State AwaitingBudget { get; } = null!;

    public State AwaitingPerson { get; } = null!;

    public State Approved { get; } = null!;

    public State Rejected { get; } = null!;

    public State Cancelled { get; } = null!;

    public State Failed { get; } = null!;

    public State Expired { get; } = null!;

    public Event<AssignTaskMessage> Submitted { get; } = null!;

    public Event<TaskDelegated> Delegated { get; } = null!;

    public Event<TaskNotDelegated> NotDelegated { get; } = null!;

    public Event<TaskResultMessage> ResultReported { get; } = null!;

    public Event<CapabilityGapMessage> GapReported { get; } = null!;

    public Event<TaskExecutionFailed> ExecutionFailed { get; } = null!;

    public Event<TaskResultApprovedMessage> ResultApproved { get; } = null!;

    public Event<PolicyViolationMessage> ViolationRuled { get; } = null!;

    public Event<PolicyClarificationRequest> ClarificationRequested { get; } = null!;

    public Event<TaskResultNotJudged> NotJudged { get; } = null!;

    public Event<SystemCorrected> Corrected { get; } = null!;

    public Event<SystemNotCorrected> NotCorrected { get; } = null!;

    public Event<PolicyClarified> Clarified { get; } = null!;

    public Event<PolicyNotClarified> NotClarified { get; } = null!;

    public Event<CapabilityGapClosed> GapClosed { get; } = null!;

    public Event<CapabilityGapNotClosed> GapNotClosed { get; } = null!;

    public Event<PersonDecided> Decided { get; } = null!;

    public Event<RaiseTaskBudget> BudgetRaised { get; } = null!;

    public Event<CheckTaskBudget> BudgetChecked { get; } = null!;

    public Event<OpenTaskBudget> AccountWanted { get; } = null!;

    public Event<ReserveJudging> JudgingWanted { get; } = null!;

    public Event<CancelTask> CancelRequested { get; } = null!;

    public Event<CheckTaskDeadline> DeadlineChecked { get; } = null!;

    public Event<Fault<DelegateTask>> DelegationFaulted { get; } = null!;

    public Event<Fault<AssignTaskMessage>> AssignFaulted { get; } = null!;

    public Event<Fault<TaskResultMessage>> ResultFaulted { get; } = null!;

    public Event<Fault<PolicyViolationMessage>> ViolationFaulted { get; } = null!;

    public Event<Fault<PolicyClarificationRequest>> ClarificationFaulted { get; } = null!;

    public Event<Fault<CapabilityGapMessage>> GapFaulted { get; } = null!;

    /// <summary>States that nothing leads out of.</summary>
    public IReadOnlyList<State> Finals => [Approved, Rejected, Cancelled, Failed, Expired];

    private void Correlate()
    {
        Event(() => Submitted, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => Delegated, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => NotDelegated, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => ResultReported, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => GapReported, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => ExecutionFailed, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => ResultApproved, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => ViolationRuled, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => ClarificationRequested, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => NotJudged, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => Corrected, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => NotCorrected, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => Clarified, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => NotClarified, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => GapClosed, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => GapNotClosed, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => Decided, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => BudgetRaised, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => BudgetChecked, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => AccountWanted, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => JudgingWanted, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => DeadlineChecked, x => x.CorrelateById(m => m.Message.TaskId));
        Event(() => DelegationFaulted, x => x.CorrelateById(m => m.Message.Message.TaskId));
        Event(() => AssignFaulted, x => x.CorrelateById(m => m.Message.Message.TaskId));
        Event(() => ResultFaulted, x => x.CorrelateById(m => m.Message.Message.TaskId));
        Event(() => ViolationFaulted, x => x.CorrelateById(m => m.Message.Message.TaskId));
        Event(() => ClarificationFaulted, x => x.CorrelateById(m => m.Message.Message.TaskId));
        Event(() => GapFaulted, x => x.CorrelateById(m => m.Message.Message.TaskId));

        // A cancellation may overtake the task itself: it is tried again, and ends in the error queue for a task that never comes.
        Event(() => CancelRequested, x =>
        {
            x.CorrelateById(m => m.Message.TaskId);
            x.OnMissingInstance(m => m.Fault());
        });
    }
}
