using MassTransit;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Delegation;
using Machine = Vsm.S3.Control.Tasks.TaskStateMachine;

namespace Vsm.S3.Control.Tasks;

/// <summary>The steps of the task saga, a verb each.</summary>
internal static class TaskActivities
{
    /// <summary>Moves on and records the step with its time limit.</summary>
    public static EventActivityBinder<TaskInstance, T> MoveTo<T>(this EventActivityBinder<TaskInstance, T> step, Machine machine, State state)
        where T : class =>
        step.TransitionTo(state).Activity(x => x.OfInstanceType<RecordStep>());

    /// <summary>Ends the task and gives the requestor the answer (3.3).</summary>
    public static EventActivityBinder<TaskInstance, T> End<T>(this EventActivityBinder<TaskInstance, T> step, Machine machine, State state)
        where T : class =>
        step.MoveTo(machine, state).Activity(x => x.OfInstanceType<ForwardResult>());

    public static EventActivityBinder<TaskInstance, T> AwaitPerson<T>(
        this EventActivityBinder<TaskInstance, T> step, Machine machine, WaitReason reason, Func<BehaviorContext<TaskInstance, T>, string> explain)
        where T : class => step
        .Then(x =>
        {
            x.Saga.Reason = TaskText.Cut(explain(x));
            x.Saga.Wait = new() { Reason = reason, Explanation = x.Saga.Reason, Answers = TaskRules.Answers(x.Saga), ExpiresAt = default, Findings = x.Saga.Findings };
        })
        .MoveTo(machine, machine.AwaitingPerson)
        .ThenAsync(x => StepMessages.PublishApprovalAsync(x, x.Saga));

    /// <summary>Gives the task to the agent that routing picks, or does what has to be done before that can be (3.1, 3.2).</summary>
    public static EventActivityBinder<TaskInstance, T> Route<T>(this EventActivityBinder<TaskInstance, T> step, Machine machine)
        where T : class => step
        .Activity(x => x.OfInstanceType<RouteTask>())
        .If(x => x.Saga.Routing is RoutingDecision.Assigned, x => x.MoveTo(machine, machine.Executing))
        .If(x => x.Saga.Routing is RoutingDecision.NoneReady or RoutingDecision.Ask, x => x.MoveTo(machine, machine.Delegating))
        .If(x => x.Saga.Routing is RoutingDecision.Gap, x => x.MoveTo(machine, machine.ClosingGap))
        .If(x => x.Saga.Routing is RoutingDecision.OverBudget, x => x.MoveTo(machine, machine.AwaitingBudget))
        .If(x => x.Saga.Routing is RoutingDecision.Open { Why: WaitReason.NoTemplate }, x => x.AwaitPerson(machine, WaitReason.NoTemplate, y => y.Saga.Reason!))
        .If(x => x.Saga.Routing is RoutingDecision.Open { Why: WaitReason.NoAgent }, x => x.AwaitPerson(machine, WaitReason.NoAgent, y => y.Saga.Reason!))
        .If(x => x.Saga.Routing is RoutingDecision.Impossible, x => x.End(machine, machine.Failed));

    public static EventActivityBinder<TaskInstance, T> RetryOrFail<T>(this EventActivityBinder<TaskInstance, T> step, Machine machine)
        where T : class =>
        step.Activity(x => x.OfInstanceType<CountFailure>())
            .IfElse(
                x => x.Saga.Routing is RoutingDecision.Impossible,
                x => x.End(machine, machine.Failed),
                x => x.IfElse(
                    y => y.Saga.Routing is RoutingDecision.Open,
                    y => y.AwaitPerson(machine, WaitReason.NoAgent, z => z.Saga.Reason!),
                    y => y.Route(machine)));

    public static EventActivityBinder<TaskInstance, AssignTaskMessage> AcceptTask(this EventActivityBinder<TaskInstance, AssignTaskMessage> step) =>
        step.Activity(x => x.OfType<AcceptTask>());

    public static EventActivityBinder<TaskInstance, TaskResultMessage> KeepResult(this EventActivityBinder<TaskInstance, TaskResultMessage> step) =>
        step.Then(x =>
        {
            x.Saga.Output = x.Message.Output;
            x.Saga.OutputReference = x.Message.OutputReference;
            x.Saga.Reason = null;
            TaskRules.Account(x.Saga, x.Message.Attempt, x.Message.Usage);
        }).FreeAgent();

    public static EventActivityBinder<TaskInstance, TaskResultApprovedMessage> KeepRuling(this EventActivityBinder<TaskInstance, TaskResultApprovedMessage> step) =>
        step.KeepRuling(x => x.Ruling, x => (x.Output, x.OutputReference), x => x.Usage, x => x.Attempt);

    public static EventActivityBinder<TaskInstance, PolicyViolationMessage> KeepRuling(this EventActivityBinder<TaskInstance, PolicyViolationMessage> step) =>
        step.KeepRuling(x => x.Ruling, x => (x.Output, x.OutputReference), x => x.Usage, x => x.Attempt);

    public static EventActivityBinder<TaskInstance, PolicyClarificationRequest> KeepRuling(this EventActivityBinder<TaskInstance, PolicyClarificationRequest> step) =>
        step.KeepRuling(x => x.Ruling, x => (x.Output, x.OutputReference), x => x.Usage, x => x.Attempt);

    public static EventActivityBinder<TaskInstance, TaskResultNotJudged> KeepRuling(this EventActivityBinder<TaskInstance, TaskResultNotJudged> step) =>
        step.KeepRuling(x => x.Ruling, x => (x.Output, x.OutputReference), x => x.Usage, x => x.Attempt);

    /// <summary>Has the agent corrected (5.1) as long as corrections are left, which may have been done by now.</summary>
    public static EventActivityBinder<TaskInstance, PolicyViolationMessage> Correct(this EventActivityBinder<TaskInstance, PolicyViolationMessage> step, Machine machine) =>
        step.IfElse(
            x => x.Saga.Corrections < x.Saga.MostCorrections,
            x => x.MoveTo(machine, machine.Correcting)
                .If(y => y.Saga.Early?.Corrected is not null, y => y.Then(z => TaskRules.Correct(z.Saga, z.Saga.Early!.Corrected!)).Route(machine))
                .If(y => y.Saga.Early?.NotCorrected is not null, y => y.AwaitPerson(machine, WaitReason.CorrectionsSpent, z => z.Saga.Early!.NotCorrected!.Reason)),
            x => x.AwaitPerson(machine, WaitReason.CorrectionsSpent, y => $"Violated after {y.Saga.Corrections} corrections, as many as a task gets. {y.Saga.Reason}"));

    /// <summary>Has the policies clarified (5.2) as long as clarifications are left.</summary>
    public static EventActivityBinder<TaskInstance, PolicyClarificationRequest> Clarify(
        this EventActivityBinder<TaskInstance, PolicyClarificationRequest> step, Machine machine) => step
        .Then(x => x.Saga.Evaluation = x.Message.Ruling.Evaluation + 1)
        .IfElse(
            x => x.Saga.Clarifications < x.Saga.MostClarifications,
            x => x.MoveTo(machine, machine.Clarifying)
                .If(
                    y => y.Saga.Early?.NotClarified is { } early && early.Evaluation + 1 == y.Saga.Evaluation,
                    y => y.AwaitPerson(machine, WaitReason.ClarificationsSpent, z => z.Saga.Early!.NotClarified!.Reason)),
            x => x.AwaitPerson(machine, WaitReason.ClarificationsSpent, y => $"Vague after {y.Saga.Clarifications} clarifications, as many as a task gets. {y.Saga.Reason}"));

    public static EventActivityBinder<TaskInstance, SystemCorrected> NoteCorrection(this EventActivityBinder<TaskInstance, SystemCorrected> step) =>
        step.Then(x => TaskRules.Correct(x.Saga, x.Message));

    /// <summary>Keeps what answers a ruling that is still on its way.</summary>
    public static EventActivityBinder<TaskInstance, T> KeepEarly<T>(this EventActivityBinder<TaskInstance, T> step, Func<EarlyAnswer, T, EarlyAnswer> with)
        where T : class => step
        .Then(x =>
        {
            x.Saga.Early = with(x.Saga.Early ?? new EarlyAnswer(), x.Message);
            x.Saga.Note = $"Task {x.Saga.Number}: Policy has answered a ruling that is still on its way";
        })
        .Activity(x => x.OfInstanceType<RecordStep>());

    public static EventActivityBinder<TaskInstance, PolicyClarified> NoteClarification(this EventActivityBinder<TaskInstance, PolicyClarified> step) =>
        step.Then(x =>
        {
            x.Saga.Clarifications++;
            x.Saga.Reason = TaskText.Cut(x.Message.Reason);
            x.Saga.PolicySetVersion = x.Message.PolicySetVersion;
        });

    public static EventActivityBinder<TaskInstance, CapabilityGapMessage> NoteRefusal(this EventActivityBinder<TaskInstance, CapabilityGapMessage> step) =>
        step.Then(x =>
        {
            TaskRules.Account(x.Saga, x.Message.Attempt, x.Message.Usage);
            x.Saga.Reason = TaskText.Cut($"System 1 {x.Saga.AgentNumber} could not do it: {x.Message.Reason}");
            x.Saga.Refusals = new Dictionary<Guid, string>(x.Saga.Refusals) { [x.Message.AgentId ?? x.Saga.AgentId!.Value] = TaskText.Cut(x.Message.Reason) };
        }).FreeAgent();

    public static EventActivityBinder<TaskInstance, TaskExecutionFailed> NoteFailure(this EventActivityBinder<TaskInstance, TaskExecutionFailed> step) =>
        step.Then(x =>
        {
            TaskRules.Account(x.Saga, x.Message.Attempt, x.Message.Usage);
            x.Saga.Reason = TaskText.Cut(x.Message.Error == ExecutionError.TimedOut ? $"ErrTaskTimeout: {x.Message.Reason}" : x.Message.Reason);
            x.Saga.Money = TaskRules.Needs(x.Saga, x.Message);
            x.Saga.Routing = x.Message.Error switch
            {
                ExecutionError.OverBudget when x.Saga.Money?.PerAttempt < x.Message.Needed =>
                    new RoutingDecision.Open(TaskText.OfAttemptLimit(x.Saga), WaitReason.NoAgent),
                ExecutionError.BadInput => new RoutingDecision.Impossible(x.Saga.Reason),
                ExecutionError.NotSetUp => new RoutingDecision.Open(x.Saga.Reason, WaitReason.NoAgent),
                _ => null,
            };
        }).FreeAgent();

    public static EventActivityBinder<TaskInstance, Fault<AssignTaskMessage>> NoteFault(this EventActivityBinder<TaskInstance, Fault<AssignTaskMessage>> step) =>
        step.Then(x =>
        {
            TaskRules.AccountEstimate(x.Saga);
            x.Saga.Reason = $"System 1 {x.Saga.AgentNumber} failed: {TaskText.Of(x.Message.Exceptions)}";
        }).FreeAgent();

    public static EventActivityBinder<TaskInstance, CheckTaskDeadline> NoteSilence(this EventActivityBinder<TaskInstance, CheckTaskDeadline> step) =>
        step.Then(x =>
        {
            TaskRules.AccountEstimate(x.Saga);
            x.Saga.Reason = $"System 1 {x.Saga.AgentNumber} did not answer within the time limit.";
        });

    public static EventActivityBinder<TaskInstance, RaiseTaskBudget> RaiseBudget(this EventActivityBinder<TaskInstance, RaiseTaskBudget> step) =>
        step.Then(x =>
        {
            TaskLedger.Raise(x.Saga, x.Message.CostLimit);
            x.Saga.Reason = TaskText.OfRaise(x.Message);
        }).Activity(x => x.OfInstanceType<LimitTaskAccount>());

    /// <summary>A higher limit for a task that does not wait for it: it stays where it is.</summary>
    public static EventActivityBinder<TaskInstance, RaiseTaskBudget> NoteBudget(this EventActivityBinder<TaskInstance, RaiseTaskBudget> step) =>
        step.Then(x =>
        {
            TaskLedger.Raise(x.Saga, x.Message.CostLimit);
            x.Saga.Note = $"Task {x.Saga.Number}: {TaskText.OfRaise(x.Message)}";
        }).Activity(x => x.OfInstanceType<LimitTaskAccount>()).Activity(x => x.OfInstanceType<RecordStep>());

    /// <summary>Asks the person again: answers to an older step have no effect.</summary>
    public static EventActivityBinder<TaskInstance, T> AskAgain<T>(this EventActivityBinder<TaskInstance, T> step)
        where T : class => step.ThenAsync(x => StepMessages.PublishApprovalAsync(x, x.Saga));

    public static EventActivityBinder<TaskInstance, PersonDecided> NoteDecision(this EventActivityBinder<TaskInstance, PersonDecided> step) =>
        step.Then(x =>
        {
            x.Saga.Wait = null;
            if (x.Message is { Decision: PersonDecision.Approve, Output: { } edited })
            {
                (x.Saga.Output, x.Saga.OutputReference) = (edited, null);
            }

            x.Saga.Reason = TaskText.Cut($"{x.Message.By} decided {x.Message.Decision}: {x.Message.Reason}");
        });

    /// <summary>A person's retry: what was spent before does not count against it.</summary>
    public static EventActivityBinder<TaskInstance, PersonDecided> StartOver(this EventActivityBinder<TaskInstance, PersonDecided> step) =>
        step.Then(x =>
        {
            x.Saga.Corrections = x.Saga.Clarifications = x.Saga.Failures = x.Saga.Gaps = 0;
            x.Saga.Refusals = new Dictionary<Guid, string>();
            x.Saga.ExpectedAgentId = null;
            x.Saga.WaitingSince = null;
            x.Saga.Advice = x.Saga.Advice is { } advice ? advice with { Attempt = null } : null;
            x.Saga.Money = x.Saga.Money is { } money ? money with { Needed = 0, NeededBy = null } : null;
        });

    public static EventActivityBinder<TaskInstance, CancelTask> NoteCancel(this EventActivityBinder<TaskInstance, CancelTask> step) =>
        step.Then(x => x.Saga.Reason = TaskText.Cut($"Cancelled by {x.Message.By ?? "its requestor"}{(x.Message.Reason is { } reason ? $": {reason}" : "")}."));

    public static EventActivityBinder<TaskInstance, CheckTaskDeadline> Expire(this EventActivityBinder<TaskInstance, CheckTaskDeadline> step, string reason) =>
        step.Then(x => x.Saga.Reason = reason);

    /// <summary>Tells the System 1 that may still work on the attempt to stop.</summary>
    public static EventActivityBinder<TaskInstance, T> AbandonAttempt<T>(this EventActivityBinder<TaskInstance, T> step, string reason)
        where T : class =>
        step.If(
            x => x.Saga.CurrentState == nameof(Machine.Executing),
            x => x.FreeAgent().Then(y => TaskRules.AccountEstimate(y.Saga)).ThenAsync(y => StepMessages.PublishAbandonedAsync(y, y.Saga, y.Saga.Attempt, reason)));

    private static EventActivityBinder<TaskInstance, T> KeepRuling<T>(
        this EventActivityBinder<TaskInstance, T> step, Func<T, Ruling> ruling, Func<T, (string, ContentReference?)> output, Func<T, Usage> usage, Func<T, int> attempt)
        where T : class =>
        step.Then(x =>
        {
            var given = ruling(x.Message);
            x.Saga.RulingId = given.RulingId;
            x.Saga.PolicySetVersion = Math.Max(x.Saga.PolicySetVersion, given.PolicySetVersion);
            x.Saga.Findings = given.Findings;
            (x.Saga.Output, x.Saga.OutputReference) = output(x.Message);
            x.Saga.Reason = TaskText.OfFindings(given);
            TaskRules.Account(x.Saga, attempt(x.Message), usage(x.Message));
            TaskLedger.BookJudging(x.Saga, given.Usage ?? new Usage());

            // The clarification that led to this ruling counts, although its own message is still on its way.
            x.Saga.Clarifications += x.Saga.CurrentState == nameof(Machine.Clarifying) ? 1 : 0;
        }).If(x => x.Saga.CurrentState == nameof(Machine.Executing), x => x.FreeAgent());

    private static EventActivityBinder<TaskInstance, T> FreeAgent<T>(this EventActivityBinder<TaskInstance, T> step)
        where T : class => step.Activity(x => x.OfInstanceType<FreeAgent>());
}
