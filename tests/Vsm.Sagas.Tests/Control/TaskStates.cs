using Vsm.Contracts.Control;

namespace Vsm.Sagas.Tests.Control;

/// <summary>Ways into every state.</summary>
internal static class TaskStates
{
    public static readonly string[] Waiting =
        ["Delegating", "Executing", "Evaluating", "Correcting", "Clarifying", "ClosingGap", "AwaitingBudget", "AwaitingPerson"];

    public static readonly string[] Final = ["Approved", "Rejected", "Cancelled", "Failed", "Expired"];

    public static readonly string[] All = [.. Waiting, .. Final];

    /// <summary>
    /// Brings a task into a state. Wherever that is possible it has had an attempt that was violated and corrected before, so that messages can be
    /// about an older one.
    /// </summary>
    public static async Task<TaskInHand> TaskInAsync(this ControlSituation control, string state, Func<AssignTaskMessage, AssignTaskMessage>? change = null)
    {
        var agent = await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync(change);
        await task.DoneAsync();
        await task.ViolatedAsync();
        switch (state)
        {
            case "Delegating":
                await control.SendAsync(new DrainAgent { AgentId = agent.Id }, ControlSituation.Registry);
                break;
            case "AwaitingBudget":
                agent.Info = agent.Info with { CostPerTask = 1 };
                await control.RegisteredAsync(agent);
                break;
        }

        await task.CorrectedAsync();
        await (state switch
        {
            "Evaluating" => task.DoneAsync(),
            "Correcting" => task.ViolatedAsync(),
            "Clarifying" => task.VagueAsync(),
            "ClosingGap" => task.RefusedAsync(),
            "AwaitingPerson" => task.NotJudgedAsync(),
            "Approved" => task.ApprovedAsync(),
            "Rejected" => RejectedAsync(task),
            "Cancelled" => task.CancelAsync(),
            "Failed" => task.FailedAsync(Contracts.Operations.ExecutionError.BadInput),
            "Expired" => ExpiredAsync(task),
            _ => Task.CompletedTask,
        });
        await task.IsAsync(state);
        return task;
    }

    private static async Task RejectedAsync(TaskInHand task)
    {
        await task.NotJudgedAsync();
        await task.DecidedAsync(PersonDecision.Reject);
    }

    private static async Task ExpiredAsync(TaskInHand task)
    {
        await task.NotJudgedAsync();
        await task.PassAsync(TimeSpan.FromDays(7));
    }
}
