using System.Text.Json;
using MassTransit;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

/// <summary>Each message in each state in which nobody waits for it: the task stays as it is, nobody hears of it, and no error queue fills.</summary>
public sealed class When_messages_come_late_or_twice
{
    private static readonly Dictionary<string, Type[]> Awaited = new()
    {
        ["Delegating"] = [],
        ["Executing"] =
        [
            typeof(TaskResultMessage), typeof(TaskExecutionFailed), typeof(CapabilityGapMessage), typeof(TaskResultApprovedMessage),
            typeof(PolicyViolationMessage), typeof(PolicyClarificationRequest), typeof(TaskResultNotJudged), typeof(Fault<AssignTaskMessage>),
            typeof(SystemCorrected), typeof(SystemNotCorrected), typeof(PolicyNotClarified),
        ],
        ["Evaluating"] =
        [
            typeof(TaskResultApprovedMessage), typeof(PolicyViolationMessage), typeof(PolicyClarificationRequest), typeof(TaskResultNotJudged),
            typeof(Fault<TaskResultMessage>), typeof(SystemCorrected), typeof(SystemNotCorrected), typeof(PolicyNotClarified),
        ],
        ["Correcting"] = [typeof(SystemCorrected), typeof(SystemNotCorrected), typeof(Fault<PolicyViolationMessage>)],
        ["Clarifying"] =
        [
            typeof(PolicyClarified), typeof(PolicyNotClarified), typeof(Fault<PolicyClarificationRequest>), typeof(SystemCorrected), typeof(SystemNotCorrected),
        ],
        ["ClosingGap"] = [typeof(CapabilityGapClosed), typeof(CapabilityGapNotClosed), typeof(Fault<CapabilityGapMessage>)],
        ["AwaitingBudget"] = [],
        ["AwaitingPerson"] = [],
    };

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.All))]
    public async Task Those_of_an_older_attempt_change_nothing(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var attempt = (await task.StoredAsync()).Attempt - 1;

        await ChangeNothingAsync(task, [.. About(task.Id, attempt, 1), .. About(task.Id, attempt, 9)]);
    }

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.All))]
    public async Task Those_of_the_attempt_that_nobody_waits_for_change_nothing(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var attempt = (await task.StoredAsync()).Attempt;
        var awaited = Awaited.GetValueOrDefault(state, []);

        await ChangeNothingAsync(task, [.. About(task.Id, attempt, 1).Where(x => !awaited.Any(y => y.IsInstanceOfType(x)))]);
    }

    [Test]
    public async Task A_gap_that_control_itself_reported_is_not_an_agents_refusal()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync("Executing");

        await ChangeNothingAsync(task, [TaskMessages.Gap(task.Id, 2) with { ReportedBy = GapReporter.Control }]);
    }

    [Test]
    public async Task Those_of_an_older_judgement_change_nothing()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync("Clarifying");
        await task.ClarifiedAsync();
        // A correction says nothing of the judgement that it is for: it may be for one that is still on its way.
        await ChangeNothingAsync(task, [.. About(task.Id, 2, 1).Where(x => x is not (Fault<TaskResultMessage> or SystemCorrected or SystemNotCorrected))]);
        await task.VagueAsync();
        await task.IsAsync("Clarifying");

        await ChangeNothingAsync(
            task, [.. About(task.Id, 2, 1).Where(x => x is not (Fault<PolicyClarificationRequest> or SystemCorrected or SystemNotCorrected))]);
    }

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.All))]
    public async Task Those_of_an_older_step_change_nothing(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var step = (await task.StoredAsync()).Step;
        control.Clock.Advance(TimeSpan.FromDays(30));

        await ChangeNothingAsync(task,
        [
            TaskMessages.Decided(task.Id, step - 1, PersonDecision.Approve), TaskMessages.Decided(task.Id, step - 1, PersonDecision.Reject),
            TaskMessages.Decided(task.Id, step - 1, PersonDecision.Retry), TaskMessages.Decided(task.Id, step + 1, PersonDecision.Reject),
            new CheckTaskDeadline { TaskId = task.Id, Step = step - 1 }, new CheckTaskDeadline { TaskId = task.Id, Step = step + 1 },
        ]);
    }

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.Final))]
    public async Task Nothing_moves_a_task_that_has_ended(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var step = (await task.StoredAsync()).Step;
        control.Clock.Advance(TimeSpan.FromDays(30));

        await ChangeNothingAsync(task,
        [
            new CancelTask { TaskId = task.Id }, new RaiseTaskBudget { TaskId = task.Id, CostLimit = 99 }, new CheckTaskDeadline { TaskId = task.Id, Step = step },
            .. Enum.GetValues<PersonDecision>().Select(x => TaskMessages.Decided(task.Id, step, x)),
        ]);
    }

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.Final))]
    public async Task Handing_a_task_in_again_after_its_end_gets_the_same_answer(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var before = JsonSerializer.Serialize(await task.StoredAsync());

        await TellAsync(control, TaskMessages.Task(task.Id) with { Content = "Something else." });

        var answers = control.Log.Sent.Where(x => x.Message is ForwardTaskResultMessage).ToList();
        Assert.That(answers, Has.Count.EqualTo(2));
        Assert.That((answers[1].MessageId, answers[1].Message), Is.EqualTo((answers[0].MessageId, answers[0].Message)));
        Assert.That(JsonSerializer.Serialize(await task.StoredAsync()), Is.EqualTo(before));
    }

    [Test]
    public async Task What_is_about_no_task_at_all_is_left_out()
    {
        await using var control = await ControlSituation.StartAsync();
        var id = NewId.NextGuid();

        foreach (var message in About(id, 1, 1).Where(x => x is not AssignTaskMessage))
        {
            await TellAsync(control, message);
        }

        Assert.That(control.Failures, Is.Empty);
        Assert.That(control.Log.SentOf<ForwardTaskResultMessage>(), Is.Empty);
    }

    /// <summary>Everything that is said of an attempt, a judgement of it, or a task.</summary>
    private static IEnumerable<object> About(Guid task, int attempt, int evaluation) =>
    [
        TaskMessages.Task(task), TaskMessages.Result(task, attempt), TaskMessages.Gap(task, attempt),
        TaskMessages.Gap(task, attempt) with { ReportedBy = GapReporter.Control }, TaskMessages.Failed(task, attempt, ExecutionError.BadInput),
        TaskMessages.Failed(task, attempt, ExecutionError.TimedOut), TaskMessages.Failed(task, attempt, ExecutionError.Transient),
        TaskMessages.Approved(task, attempt, evaluation), TaskMessages.Violated(task, attempt, evaluation), TaskMessages.Vague(task, attempt, evaluation),
        TaskMessages.NotJudged(task, attempt, evaluation), TaskMessages.Corrected(task, attempt), TaskMessages.NotCorrected(task, attempt),
        TaskMessages.Clarified(task, attempt, evaluation), TaskMessages.NotClarified(task, attempt, evaluation),
        TaskMessages.GapClosed(task, attempt, TaskMessages.Judge), TaskMessages.GapNotClosed(task, attempt),
        TaskMessages.FaultOf(TaskMessages.Task(task) with { Attempt = attempt }, "x"), TaskMessages.FaultOf(TaskMessages.Result(task, attempt), "x"),
        TaskMessages.FaultOf(TaskMessages.Violated(task, attempt), "x"), TaskMessages.FaultOf(TaskMessages.Vague(task, attempt), "x"),
        TaskMessages.FaultOf(TaskMessages.Gap(task, attempt) with { ReportedBy = GapReporter.Control }, "x"),
        new RaiseTaskBudget { TaskId = task, CostLimit = 0.01m },
        new TaskDelegated { TaskId = task, Attempt = attempt, Step = attempt, AgentId = TaskMessages.Judge },
        new TaskNotDelegated { TaskId = task, Attempt = attempt, Step = attempt, Reason = "No model." },
        TaskMessages.FaultOf(new DelegateTask { TaskId = task, Attempt = attempt, Step = attempt, Content = "Sum up the sales." }, "x"),
    ];

    private static async Task ChangeNothingAsync(TaskInHand task, IReadOnlyList<object> messages)
    {
        var before = JsonSerializer.Serialize(await task.StoredAsync());
        var sent = task.Control.Log.Sent.Count;
        var own = new HashSet<Guid?>();
        foreach (var message in messages)
        {
            own.Add((await TellAsync(task.Control, message)).MessageId);
            Assert.That(JsonSerializer.Serialize(await task.StoredAsync()), Is.EqualTo(before), $"after {message}");
        }

        // A task that was handed in again after its end is answered again, which is a test of its own.
        Assert.That(
            task.Control.Log.Sent.Skip(sent).Where(x => !own.Contains(x.MessageId) && x.Message is not JournalBatch and not ForwardTaskResultMessage), Is.Empty);
        Assert.That(task.Answers, Has.Count.LessThanOrEqualTo(1));
        Assert.That(task.Control.Failures, Is.Empty);
    }

    private static Task<Testing.LoggedMessage> TellAsync(ControlSituation control, object message) => control.SendAsync(message, TaskStateMachine.Queue);
}
