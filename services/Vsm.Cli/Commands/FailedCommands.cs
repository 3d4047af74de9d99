using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm failed</c></summary>
internal static class FailedCommands
{
    public static Command Create(CommonOptions common) => new ExampleCommand(
        "failed", "Shows, retries and discards messages that nobody could deal with.", "vsm failed list", "vsm failed retry --queue vsm.s3.tasks --wait")
    {
        List(common),
        Groups(common),
        Show(common),
        FailedActCommand.Retry(common),
        FailedActCommand.Discard(common),
    };

    private static Command List(CommonOptions common)
    {
        var filter = new FailedFilter();
        var state = new Option<FailedMessageState?>("--state")
        {
            Description = "Only those in this state", HelpName = string.Join('|', Enum.GetNames<FailedMessageState>().Select(x => x.ToLowerInvariant())),
        };
        var limit = Arguments.Limit();
        var after = Arguments.After();
        var command = new ExampleCommand(
            "list", "Lists failed messages, newest first.", "vsm failed list", "vsm failed list --state failed --reason \"no such account\"", "vsm failed list --output json")
        {
            state, limit, after,
        };
        filter.AddTo(command);
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var page = await client.FailedMessages(filter.Read(parsed), parsed.GetValue(state), parsed.GetValue(limit), parsed.GetValue(after), cancellation);
            return common.WritePage(
                parsed, page,
                writer => TextTable.Write(writer, ["ID", "STATE", "FAILED AT", "QUEUE", "TYPE", "RETRIES", "REASON"], [.. page.Items.Select(FailedText.Row)]));
        }));
        return command;
    }

    private static Command Groups(CommonOptions common)
    {
        var command = new ExampleCommand(
            "groups", "Counts those that wait for a person by exception, contract and queue.", "vsm failed groups", "vsm failed groups --output json");
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var page = await client.FailedMessageGroups(cancellation);
            return common.Write(parsed, page, writer => TextTable.Write(
                writer, ["COUNT", "QUEUE", "TYPE", "EXCEPTION"],
                [.. page.Items.Select(x => (string[])[x.Count.ToString(CultureInfo.InvariantCulture), x.Queue, x.MessageType ?? "-", x.ExceptionType ?? "-"])]));
        }));
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var id = new Argument<string>("id") { Description = "The failed message's id" };
        var command = new ExampleCommand(
            "show", "Shows a failed message with its headers and body.", "vsm failed show 0199a8a8-5f0c-7000-8000-3f3c3b0a1b2c",
            "vsm failed show 0199a8a8-5f0c-7000-8000-3f3c3b0a1b2c --output json")
        {
            id,
        };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var view = await client.FailedMessage(parsed.GetValue(id)!, cancellation);
            return common.Write(parsed, view, writer => FailedText.Write(writer, view));
        }));
        return command;
    }
}
