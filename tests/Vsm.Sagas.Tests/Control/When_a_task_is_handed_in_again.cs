using System.Text.Json;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Tasks;
using LoggedMessage = Vsm.Testing.LoggedMessage;

namespace Vsm.Sagas.Tests.Control;

/// <summary>The same task id, with the message of the first time or a new one, and the words of the first time or others.</summary>
public sealed class When_a_task_is_handed_in_again
{
    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.All))]
    public async Task There_is_no_second_task_and_no_second_execution(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var before = JsonSerializer.Serialize(await task.StoredAsync());
        var (commands, answers) = (task.Commands.Count, task.Answers.Count);

        await AgainAsync(task, x => x);
        await AgainAsync(task, x => x with { Content = "Something else", Assignee = "sys1", CostLimit = 99 });

        Assert.That(JsonSerializer.Serialize(await task.StoredAsync()), Is.EqualTo(before));
        Assert.That(await control.ReadAsync(x => Task.FromResult(x.Tasks.Count())), Is.EqualTo(1));
        Assert.That((task.Commands.Count, task.Answers.Distinct().Count()), Is.EqualTo((commands, answers)));
        Assert.That(control.Failures, Is.Empty);
    }

    private static Task<LoggedMessage> AgainAsync(TaskInHand task, Func<AssignTaskMessage, AssignTaskMessage> change) =>
        task.Control.SendAsync(change(TaskMessages.Task(task.Id)), TaskStateMachine.Queue);
}
