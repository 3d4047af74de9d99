using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// A task's way from hand-in to its one end. Every command that it sends ends in success, refusal, fault or silence, and each has its line here;
/// what is late or repeated names another attempt, judgement or step, and changes nothing.
/// </summary>
internal sealed class TaskStateMachine : MassTransitStateMachine<TaskInstance>
{
    public const string Queue = "vsm.s3.tasks";

    public TaskStateMachine(TimeProvider clock, IOptions<TaskOptions> options)
    {
        InstanceState(x => x.CurrentState);
        Correlate();
        OnUnhandledEvent(x => x.Ignore());

        Initially(When(Submitted).AcceptTask().Route(this));

        During(Delegating,
            When(Delegated, x => x.Message.Step == x.Saga.Advice?.Step).NoteDelegation().Route(this),
            When(NotDelegated, x => x.Message.Step == x.Saga.Advice?.Step).NoteDelegation().Route(this),
            When(DelegationFaulted, x => x.Message.Message.Step == x.Saga.Advice?.Step).NoteNoAdvice("Asking a model failed.").Route(this),
            When(DeadlineChecked, x => x.Message.Step == x.Saga.Step && !TaskRules.DeadlinePassed(x.Saga, clock.GetUtcNow()))
                .NoteNoAdvice("No model answered within the time limit.").Route(this));

        During(Executing,
            When(ResultReported, x => x.Message.Attempt == x.Saga.Attempt).KeepResult().MoveTo(this, Evaluating),
            When(GapReported, x => x.Message.ReportedBy == GapReporter.System1 && x.Message.Attempt == x.Saga.Attempt).NoteRefusal().Route(this),
            When(ExecutionFailed, x => x.Message.Attempt == x.Saga.Attempt).NoteFailure().RetryOrFail(this),
            When(AssignFaulted, x => x.Message.Message.Attempt == x.Saga.Attempt && x.Message.Message.AgentId == x.Saga.AgentId).NoteFault().RetryOrFail(this),
            When(DeadlineChecked, x => Silent(x, clock)).NoteSilence().AbandonAttempt("no answer within the time limit").RetryOrFail(this));

        // A ruling may overtake the result that it judges, and, after a clarification, the word that there was one.
        During(Executing, Evaluating, Clarifying,
            When(ResultApproved, x => TaskRules.IsAwaited(x.Saga, x.Message.Attempt, x.Message.Ruling.Evaluation)).KeepRuling().End(this, Approved),
            When(ViolationRuled, x => TaskRules.IsAwaited(x.Saga, x.Message.Attempt, x.Message.Ruling.Evaluation)).KeepRuling().Correct(this),
            When(ClarificationRequested, x => TaskRules.IsAwaited(x.Saga, x.Message.Attempt, x.Message.Ruling.Evaluation)).KeepRuling().Clarify(this),
            When(NotJudged, x => TaskRules.IsAwaited(x.Saga, x.Message.Attempt, x.Message.Ruling.Evaluation)).KeepRuling()
                .AwaitPerson(this, WaitReason.NotJudged, y => y.Saga.Reason!));

        // A model that is to judge is paid out of what the task has left.
        During(Executing, Evaluating, Clarifying,
            When(JudgingWanted, x => TaskRules.TakesJudging(x.Saga, x.Message)).ReserveJudgingMoney(),
            When(BudgetChecked, x => x.Message.OpenedBy is not null).Activity(x => x.OfType<NoteOpenedAccount>()));
        DuringAny(When(JudgingWanted, x => !TaskRules.TakesJudging(x.Saga, x.Message)).RefuseJudging());

        // So may Policy's answer overtake the ruling that it answers.
        During(Executing, Evaluating, Clarifying,
            When(Corrected, x => x.Message.Attempt == x.Saga.Attempt).KeepEarly((x, answer) => x with { Corrected = answer }),
            When(NotCorrected, x => x.Message.Attempt == x.Saga.Attempt).KeepEarly((x, answer) => x with { NotCorrected = answer }),
            When(NotClarified, x => x.Message.Attempt == x.Saga.Attempt && x.Message.Evaluation == x.Saga.Evaluation)
                .KeepEarly((x, answer) => x with { NotClarified = answer }));

        During(Evaluating,
            When(ResultFaulted, x => x.Message.Message.Attempt == x.Saga.Attempt)
                .AwaitPerson(this, WaitReason.NotJudged, y => $"Audit failed to judge: {TaskText.Of(y.Message.Exceptions)}"),
            When(DeadlineChecked, x => Silent(x, clock)).AwaitPerson(this, WaitReason.NotJudged, _ => "Audit did not answer within the time limit."));

        During(Correcting,
            When(Corrected, x => x.Message.Attempt == x.Saga.Attempt).NoteCorrection().Route(this),
            When(NotCorrected, x => x.Message.Attempt == x.Saga.Attempt).AwaitPerson(this, WaitReason.CorrectionsSpent, y => y.Message.Reason),
            When(ViolationFaulted, x => x.Message.Message.Attempt == x.Saga.Attempt)
                .AwaitPerson(this, WaitReason.CorrectionsSpent, y => $"Policy failed to correct: {TaskText.Of(y.Message.Exceptions)}"),
            When(DeadlineChecked, x => Silent(x, clock))
                .AwaitPerson(this, WaitReason.CorrectionsSpent, _ => "Policy did not answer the violation within the time limit."));

        During(Clarifying,
            When(Clarified, x => x.Message.Attempt == x.Saga.Attempt && x.Message.Evaluation + 1 == x.Saga.Evaluation).NoteClarification().MoveTo(this, Evaluating),
            When(NotClarified, x => x.Message.Attempt == x.Saga.Attempt && x.Message.Evaluation + 1 == x.Saga.Evaluation)
                .AwaitPerson(this, WaitReason.ClarificationsSpent, y => y.Message.Reason),
            When(ClarificationFaulted, x => x.Message.Message.Attempt == x.Saga.Attempt)
                .AwaitPerson(this, WaitReason.ClarificationsSpent, y => $"Policy failed to clarify: {TaskText.Of(y.Message.Exceptions)}"),
            When(DeadlineChecked, x => Silent(x, clock))
                .AwaitPerson(this, WaitReason.ClarificationsSpent, _ => "Policy did not clarify within the time limit."));

        During(ClosingGap,
            When(GapClosed, x => x.Message.Attempt == x.Saga.Attempt).ExpectAgent().Route(this),
            When(GapNotClosed, x => x.Message.Attempt == x.Saga.Attempt).AwaitPerson(this, WaitReason.NoTemplate, y => y.Message.Reason),
            When(GapFaulted, x => x.Message.Message.ReportedBy == GapReporter.Control && x.Message.Message.Attempt == x.Saga.Attempt)
                .AwaitPerson(this, WaitReason.NoTemplate, y => $"Policy failed to make a System 1: {TaskText.Of(y.Message.Exceptions)}"),
            When(DeadlineChecked, x => Silent(x, clock))
                .AwaitPerson(this, WaitReason.NoTemplate, _ => "Policy did not answer the capability gap within the time limit."));

        During(AwaitingBudget,
            When(BudgetRaised, x => x.Message.CostLimit > x.Saga.CostLimit).RaiseBudget().Route(this),
            When(DeadlineChecked, x => LooksAgain(x)).Route(this));

        During(Delegating, AwaitingBudget, When(BudgetChecked, x => x.Message.Step == x.Saga.Step).NoteOpened().Route(this));

        During(AwaitingPerson,
            When(BudgetRaised, x => x.Message.CostLimit > x.Saga.CostLimit).NoteBudget().AskAgain(),
            When(AccountWanted).OpenAccountAsStep().AskAgain().TellTaskBelow(),
            When(Decided, x => x.Message.Step == x.Saga.Step && TaskRules.Takes(x.Saga, x.Message.Decision)).NoteDecision()
                .If(x => x.Message.Decision == PersonDecision.Approve, x => x.End(this, Approved))
                .If(x => x.Message.Decision == PersonDecision.Reject, x => x.End(this, Rejected))
                .If(x => x.Message.Decision == PersonDecision.Retry, x => x.StartOver().Route(this)));

        foreach (var state in (State[])[Delegating, Executing, Evaluating, Correcting, Clarifying, ClosingGap])
        {
            During(state,
                When(BudgetRaised, x => x.Message.CostLimit > x.Saga.CostLimit).NoteBudget(),
                When(AccountWanted).OpenAccountAsStep().TellTaskBelow(),
                When(CancelRequested).NoteCancel().AbandonAttempt("cancelled").End(this, Cancelled),
                When(DeadlineChecked, x => TaskRules.IsDue(x.Saga, x.Message, clock.GetUtcNow()) && TaskRules.DeadlinePassed(x.Saga, clock.GetUtcNow()))
                    .Expire("The task's deadline passed.").AbandonAttempt("expired").End(this, Expired));
        }

        During(AwaitingBudget, AwaitingPerson,
            When(CancelRequested).NoteCancel().End(this, Cancelled),
            When(DeadlineChecked, x => TaskRules.IsDue(x.Saga, x.Message, clock.GetUtcNow()) && !LooksAgain(x)).Expire("Nobody answered in time.").End(this, Expired));

        During(AwaitingBudget, When(AccountWanted).OpenAccountAsStep().TellTaskBelow());
        foreach (var state in Finals)
        {
            During(state, When(AccountWanted).OpenAccount().TellTaskBelow());
        }

        bool LooksAgain(BehaviorContext<TaskInstance, CheckTaskDeadline> x) =>
            x.Saga.CurrentState == nameof(AwaitingBudget) && TaskRules.IsDue(x.Saga, x.Message, clock.GetUtcNow())
            && TaskRules.LooksAgain(x.Saga, clock.GetUtcNow(), options.Value);
    }

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

    private static bool Silent(BehaviorContext<TaskInstance, CheckTaskDeadline> context, TimeProvider clock) =>
        TaskRules.IsDue(context.Saga, context.Message, clock.GetUtcNow()) && !TaskRules.DeadlinePassed(context.Saga, clock.GetUtcNow());
}
