using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

/// <summary>Whatever order the messages of a task's life come in, however often: its journal is a legal path and its requestor gets one answer.</summary>
public sealed class When_messages_are_shuffled
{
    private const int Tasks = 25;

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_task_moves_by_legal_steps_to_one_end(bool atOnce)
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        await control.AnAgentAsync(2, "sums");
        var machine = TaskMachineDescription.Describe(control.Function.Services.GetRequiredService<TaskStateMachine>());
        var ends = new HashSet<string>();
        for (var seed = 1; seed <= Tasks; seed++)
        {
            var random = new Random(seed);
            var task = new TaskInHand(control, NewId.NextGuid());
            var messages = Life(task.Id).Concat(random.GetItems(Life(task.Id).ToArray(), 15)).ToArray();
            random.Shuffle(messages);
            if (atOnce)
            {
                await Task.WhenAll(messages.Select(task.SendAsync));
            }
            else
            {
                foreach (var message in messages)
                {
                    await task.SendAsync(message);
                }
            }

            ends.Add((await task.StoredAsync()).CurrentState);
            await task.CancelAsync();

            var stored = await task.StoredAsync();
            Assert.That(TaskStates.Final, Does.Contain(stored.CurrentState), $"seed {seed}");
            Assert.That(task.Answers, Has.Count.EqualTo(1), $"seed {seed}");
            AssertLegal(await control.JournalAsync(task.Id, stored.Step), machine, seed);
        }

        Assert.That(ends, Has.Count.GreaterThan(3), "the shuffling reaches too few states to show anything");
        Assert.That(control.Failures, Is.Empty);
    }

    private static void AssertLegal(IReadOnlyList<JournalEntry> journal, MachineDescription machine, int seed)
    {
        var steps = journal.OrderBy(x => x.Step).ToList();
        Assert.That(steps.Select(x => x.Step), Is.EqualTo(Enumerable.Range(1, steps.Count)), $"seed {seed}");
        var states = steps.Select(x => x.Read<TaskProgress>().State).Prepend("Initial").ToList();
        foreach (var (from, to) in states.Zip(states.Skip(1)))
        {
            Assert.That(from == to || machine.Transitions.Any(x => x.From == from && x.To == to), $"seed {seed}: {from} -> {to}");
        }
    }

    private static IEnumerable<object> Life(Guid task) =>
    [
        TaskMessages.Task(task), TaskMessages.Result(task, 1), TaskMessages.Violated(task, 1), TaskMessages.Corrected(task, 1), TaskMessages.Result(task, 2),
        TaskMessages.Vague(task, 2), TaskMessages.Clarified(task, 2), TaskMessages.Vague(task, 2, 2), TaskMessages.NotClarified(task, 2, 2),
        TaskMessages.Approved(task, 2, 3), TaskMessages.Gap(task, 1), TaskMessages.GapNotClosed(task, 1), TaskMessages.Failed(task, 1, ExecutionError.Transient),
        TaskMessages.NotJudged(task, 3), TaskMessages.Approved(task, 3), TaskMessages.Decided(task, 4, PersonDecision.Retry),
        TaskMessages.Decided(task, 5, PersonDecision.Approve), TaskMessages.Decided(task, 6, PersonDecision.Reject),
        new RaiseTaskBudget { TaskId = task, CostLimit = 1 }, new CheckTaskDeadline { TaskId = task, Step = 3 },
        TaskMessages.FaultOf(TaskMessages.Result(task, 2), "x"),
    ];
}
