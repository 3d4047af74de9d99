using System.CommandLine;
using Vsm.Cli.Reports;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm task</c></summary>
internal static class TaskCommands
{
    public static Command Create(CommonOptions common) => new ExampleCommand(
        "task", "Hands in tasks, shows and follows them.", "vsm task submit \"Summarise the report\" --data report.txt", "vsm task list", "vsm task show 7")
    {
        SubmitCommand.Create(common),
        Show(common),
        List(common),
        WatchCommand.Create(common),
        Cancel(common),
        BudgetCommand.Create(common),
        DecisionCommands.Retry(common),
    };

    private static Command Show(CommonOptions common)
    {
        var task = Arguments.Task();
        var file = new Option<string?>("--out") { Description = "Write the whole output to this file", HelpName = "file" };
        var command = new ExampleCommand(
            "show", "Shows a task with its rulings.", "vsm task show 7", "vsm task show 7 --output json", "vsm task show 7 --out report.csv") { task, file };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            if (parsed.GetValue(file) is { } path)
            {
                await TaskReport.WriteOutput(common, client, parsed.GetValue(task)!, path, cancellation);
            }

            await TaskReport.Write(common, client, parsed, parsed.GetValue(task)!, cancellation);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command List(CommonOptions common)
    {
        var limit = Arguments.Limit();
        var after = Arguments.After();
        var state = new Option<string?>("--state") { Description = "Only tasks in this state, such as Executing", HelpName = "state" };
        var waiting = new Option<bool>("--waiting") { Description = "Only tasks that wait for a person" };
        var command = new ExampleCommand("list", "Lists tasks.", "vsm task list --limit 20", "vsm task list --state Failed", "vsm task list --waiting")
        {
            limit, after, state, waiting,
        };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var page = parsed.GetValue(waiting)
                ? await client.Approvals(parsed.GetValue(limit), parsed.GetValue(after), cancellation)
                : await client.Tasks(parsed.GetValue(limit), parsed.GetValue(after), parsed.GetValue(state), cancellation);
            TaskReport.Write(common, parsed, page);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Cancel(CommonOptions common)
    {
        var task = Arguments.Task();
        var by = Arguments.By(common.Environment);
        var reason = Arguments.Reason(required: false);
        var command = new ExampleCommand("cancel", "Cancels a task that is not final.", "vsm task cancel 7 --reason \"not needed any more\"") { task, by, reason };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var id = parsed.GetValue(task)!;
            var request = new CancelRequest { By = parsed.GetValue(by) ?? common.Environment.UserName, Reason = parsed.GetValue(reason) };
            await client.Cancel(id, request, cancellation);
            Done.Write(common, parsed, id, "cancel", $"task {id} is being cancelled");
            return ExitCodes.Done;
        }));
        return command;
    }
}
