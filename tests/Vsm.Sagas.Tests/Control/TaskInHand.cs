using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Tasks;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

/// <summary>A task that the test follows. What it says of the task is on the attempt and judgement at hand, unless the test says otherwise.</summary>
internal sealed class TaskInHand(ControlSituation control, Guid id)
{
    public Guid Id => id;

    public ControlSituation Control => control;

    /// <summary>What the requestor got; the same message sent again is the same answer.</summary>
    public IReadOnlyList<ForwardTaskResultMessage> Answers =>
        [.. control.Log.Sent.DistinctBy(x => x.MessageId).Select(x => x.Message).OfType<ForwardTaskResultMessage>().Where(x => x.TaskId == id)];

    public IReadOnlyList<AssignTaskMessage> Commands => control.Log.SentOf<AssignTaskMessage>(x => x.TaskId == id && x.Attempt > 0);

    public Task<TaskInstance> StoredAsync() => control.StoredAsync(id);

    public Task<LoggedMessage> SendAsync<T>(T message)
        where T : class => control.SendAsync(message, TaskStateMachine.Queue);

    public Task<LoggedMessage> PublishAsync<T>(T message)
        where T : class => control.PublishAsync(message, TaskStateMachine.Queue);

    public async Task DoneAsync(string output = "42", decimal cost = 0, int? attempt = null) =>
        await PublishAsync(TaskMessages.Result(id, attempt ?? (await StoredAsync()).Attempt, output, cost));

    public async Task ApprovedAsync(int? evaluation = null, string output = "42", decimal cost = 0)
    {
        var task = await StoredAsync();
        await PublishAsync(TaskMessages.Approved(id, task.Attempt, evaluation ?? task.Evaluation, output, cost));
    }

    public async Task ViolatedAsync(string output = "42", int? evaluation = null)
    {
        var task = await StoredAsync();
        await PublishAsync(TaskMessages.Violated(id, task.Attempt, evaluation ?? task.Evaluation, output));
    }

    public async Task VagueAsync(int? evaluation = null)
    {
        var task = await StoredAsync();
        await PublishAsync(TaskMessages.Vague(id, task.Attempt, evaluation ?? task.Evaluation));
    }

    public async Task NotJudgedAsync() 
    {
        var task = await StoredAsync();
        await PublishAsync(TaskMessages.NotJudged(id, task.Attempt, task.Evaluation));
    }

    public async Task CorrectedAsync(int version = 2) 
    {
        var task = await StoredAsync();
        await PublishAsync(TaskMessages.Corrected(id, task.Attempt, version, task.AgentId));
    }

    public async Task ClarifiedAsync(int? evaluation = null, int policies = 2) 
    {
        var task = await StoredAsync();
        await PublishAsync(TaskMessages.Clarified(id, task.Attempt, evaluation ?? task.Evaluation - 1, policies));
    }

    public async Task RefusedAsync(string reason = "I cannot add.") => await PublishAsync(TaskMessages.Gap(id, (await StoredAsync()).Attempt, reason));

    public async Task FailedAsync(ExecutionError error, string reason = "The disk is full.", decimal cost = 0) =>
        await PublishAsync(TaskMessages.Failed(id, (await StoredAsync()).Attempt, error, reason, cost));

    public async Task GapClosedAsync(SystemOne agent) => await PublishAsync(TaskMessages.GapClosed(id, (await StoredAsync()).Attempt, agent.Id));

    public async Task DecidedAsync(PersonDecision decision, string? output = null, int? step = null) =>
        await PublishAsync(TaskMessages.Decided(id, step ?? (await StoredAsync()).Step, decision, output));

    public Task CancelAsync(string? reason = null) => SendAsync(new CancelTask { TaskId = id, By = "Ada", Reason = reason });

    public Task RaiseBudgetAsync(decimal limit) => SendAsync(new RaiseTaskBudget { TaskId = id, CostLimit = limit, By = "Ada" });

    /// <summary>Lets time pass and looks for time limits.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        control.Clock.Advance(time);
        await control.SweepAsync();
    }

    /// <summary>Waits until the task is elsewhere, as other tasks are told to tell it.</summary>
    public Task LeftAsync(string state) => Eventually.ReadAsync($"task {id} out of {state}", async () => (await StoredAsync()).CurrentState, x => x != state);

    /// <summary>Asserts where the task stands.</summary>
    public async Task<TaskInstance> IsAsync(string state)
    {
        var task = await StoredAsync();
        Assert.That(task.CurrentState, Is.EqualTo(state), $"Reason: {task.Reason}");
        return task;
    }

    /// <summary>Asserts that the task ended so, with the one answer to its requestor.</summary>
    public async Task<ForwardTaskResultMessage> EndedAsync(TaskOutcome outcome)
    {
        var task = await IsAsync(outcome.ToString());
        Assert.That(task.DueAt, Is.Null);
        Assert.That(task.EndedAt, Is.EqualTo(control.Clock.GetUtcNow()));
        Assert.That(task.Wait, Is.Null);
        Assert.That(Answers, Has.Count.EqualTo(1));
        Assert.That(Answers[0].Result, Is.EqualTo(outcome));
        return Answers[0];
    }
}
