using MassTransit;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Upgrades;

/// <summary>Whether this version's machine can go on with a task that another version left.</summary>
internal static class SagaRules
{
    /// <returns>Why it cannot; null: it can.</returns>
    public static string? Against(TaskStateMachine machine, TaskInstance task)
    {
        var state = machine.States.FirstOrDefault(x => x.Name == task.CurrentState);
        if (state is null || state == machine.Initial || state == machine.Final)
        {
            return $"This version knows no state '{task.CurrentState}'.";
        }

        if (machine.Finals.Contains(state))
        {
            return task.EndedAt is null ? $"It is {state.Name}, which is final, and has no time of its end." : null;
        }

        if (task.EndedAt is not null)
        {
            return $"It has ended, and is {state.Name}, which is not final.";
        }

        if (task.DueAt is null)
        {
            return $"It is {state.Name} without a time limit, so nothing would end its wait.";
        }

        return state == machine.AwaitingPerson && task.Wait is null ? "It waits for a person without saying what for." : null;
    }
}
