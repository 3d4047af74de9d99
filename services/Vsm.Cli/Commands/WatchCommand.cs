using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Cli.Running;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm task watch</c></summary>
internal static class WatchCommand
{
    public static Command Create(CommonOptions common)
    {
        var task = Arguments.Task();
        var command = new ExampleCommand(
            "watch",
            "Shows every step of a task until it is final; exit code 0 when it is approved. Ctrl+C stops watching, not the task.",
            "vsm task watch 7",
            "vsm task watch 7 --output json")
        {
            task,
        };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var view = await client.Task(parsed.GetValue(task)!, cancellation);
            await Follow(common, client, view.Id, cancellation);
            return await TaskReport.Write(common, client, parsed, view.Id.ToString(), cancellation) == TaskStates.Approved ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }

    /// <summary>Until the task is final. What happened before is shown first; the stream is taken up behind it.</summary>
    public static async Task Follow(CommonOptions common, VsmClient client, Guid id, CancellationToken cancellation)
    {
        await using var follower = new TaskFollower(client, common.Environment.Clock, waitForPeople: true);
        await ProgressDisplay.Run(common.Environment, $"task {id}", async view =>
        {
            await follower.StartBehindThePast(id, view, cancellation);
            await follower.Settle(view, cancellation);
        });
    }
}
