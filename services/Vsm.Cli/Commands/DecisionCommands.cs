using System.CommandLine;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm approve</c>, <c>vsm reject</c> and <c>vsm task retry</c>: a person's answers to a task that waits.</summary>
internal static class DecisionCommands
{
    public static Command Approve(CommonOptions common)
    {
        var edit = new Option<string?>("--edit") { Description = "Approve the content of this file instead of the agent's output", HelpName = "file" };
        var command = new ExampleCommand(
            "approve",
            "Approves the output of a task that waits for a person.",
            "vsm approve 7 --reason \"checked against the invoice\"",
            "vsm approve 7 --by \"Ada Lovelace\" --reason \"two typos corrected\" --edit corrected.md");
        command.Options.Add(edit);
        return Decision(command, common, PersonDecision.Approve, edit);
    }

    public static Command Reject(CommonOptions common) => Decision(
        new ExampleCommand("reject", "Refuses a task that waits for a person; it ends as rejected.", "vsm reject 7 --reason \"the source is not trusted\""),
        common,
        PersonDecision.Reject,
        null);

    public static Command Retry(CommonOptions common) => Decision(
        new ExampleCommand("retry", "Has a task that waits for a person done again.", "vsm task retry 7 --reason \"the data was completed\""),
        common,
        PersonDecision.Retry,
        null);

    private static ExampleCommand Decision(ExampleCommand command, CommonOptions common, PersonDecision decision, Option<string?>? edit)
    {
        var task = Arguments.Task();
        var by = Arguments.By(common.Environment);
        var reason = Arguments.Reason(required: true);
        command.Arguments.Add(task);
        command.Options.Add(by);
        command.Options.Add(reason);
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var id = parsed.GetValue(task)!;
            var file = edit is null ? null : parsed.GetValue(edit);
            await client.Decide(
                id,
                new DecisionRequest
                {
                    Decision = decision,
                    By = parsed.GetValue(by) ?? common.Environment.UserName,
                    Reason = parsed.GetValue(reason)!,
                    Output = file is null ? null : await Arguments.Text("--edit", file, cancellation),
                },
                cancellation);
            Done.Write(common, parsed, id, decision.ToString().ToLowerInvariant(), $"task {id}: the decision {decision} is recorded");
            return ExitCodes.Done;
        }));
        return command;
    }
}
