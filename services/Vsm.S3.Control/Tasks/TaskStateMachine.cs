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
internal sealed partial class TaskStateMachine : MassTransitStateMachine<TaskInstance>
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
            When(JudgingWanted, x => TaskRules.TakesJudging(x.Saga, x.Message)).ReserveJudgingMoney(this),
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
            When(BudgetRaised, x => x.Message.CostLimit > x.Saga.CostLimit).RaiseBudget().GoOn(this),
            When(DeadlineChecked, x => LooksAgain(x)).GoOn(this),
            When(BudgetChecked, x => x.Message.Step == x.Saga.Step).NoteOpened().GoOn(this));

        During(Delegating, When(BudgetChecked, x => x.Message.Step == x.Saga.Step).NoteOpened().Route(this));

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

    private static bool Silent(BehaviorContext<TaskInstance, CheckTaskDeadline> context, TimeProvider clock) =>
        TaskRules.IsDue(context.Saga, context.Message, clock.GetUtcNow()) && !TaskRules.DeadlinePassed(context.Saga, clock.GetUtcNow());
}
