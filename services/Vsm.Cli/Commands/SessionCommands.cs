using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm sessions</c></summary>
internal static class SessionCommands
{
    public static Command Create(CommonOptions common) => new ExampleCommand(
        "sessions", "Shows and deletes conversations with agents.", "vsm sessions list", "vsm sessions show writer", "vsm sessions delete writer --user ada")
    {
        List(common),
        Show(common),
        Delete(common),
    };

    public static Option<string?> User(CliEnvironment environment) => new("--user")
    {
        Description = $"Whose conversation it is [default: the user, {environment.UserName}]", HelpName = "name",
    };

    public static string UserOf(CliEnvironment environment, string? given) => (given ?? environment.UserName) is var user && SessionNames.IsUser(user)
        ? user
        : throw new CliException(ExitCodes.Usage, $"--user: found '{user}'; expected {SessionNames.UserExpected}");

    private static Argument<string> Agent() => new("agent") { Description = "The agent's number, name or id" };

    private static Command List(CommonOptions common)
    {
        var agent = new Option<string?>("--agent") { Description = "Those with this agent", HelpName = "number|name" };
        var user = new Option<string?>("--user") { Description = "Those of this user", HelpName = "name" };
        var (limit, after) = (Arguments.Limit(), Arguments.After());
        var command = new ExampleCommand("list", "Lists conversations, those with the latest turn first.", "vsm sessions list", "vsm sessions list --agent writer --output json")
        {
            agent, user, limit, after,
        };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var page = await client.Sessions(parsed.GetValue(agent), parsed.GetValue(user), parsed.GetValue(limit), parsed.GetValue(after), cancellation);
            return common.WritePage(parsed, page, writer => TextTable.Write(writer, ["AGENT", "USER", "TURNS", "TOKENS", "COST", "LAST"], [.. page.Items.Select(Row)]));
        }));
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var (agent, user) = (Agent(), User(common.Environment));
        var command = new ExampleCommand("show", "Shows a conversation with what is remembered of it.", "vsm sessions show writer", "vsm sessions show 3 --user ada --output json") { agent, user };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var conversation = await client.Session(parsed.GetValue(agent)!, UserOf(common.Environment, parsed.GetValue(user)), cancellation);
            return common.Write(parsed, conversation, writer => ConversationText.Write(writer, conversation));
        }));
        return command;
    }

    private static Command Delete(CommonOptions common)
    {
        var (agent, user) = (Agent(), User(common.Environment));
        var command = new ExampleCommand("delete", "Forgets a conversation with all that was said in it.", "vsm sessions delete writer", "vsm sessions delete 3 --user ada") { agent, user };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var (of, who) = (parsed.GetValue(agent)!, UserOf(common.Environment, parsed.GetValue(user)));
            await client.DeleteSession(of, who, cancellation);
            Done.Write(common, parsed, SessionNames.Of(of, who), "delete", $"the conversation of {who} with {of} is deleted");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static IReadOnlyList<string> Row(Session session) =>
    [
        session.Agent,
        session.User,
        session.Turns.ToString(CultureInfo.InvariantCulture),
        (session.Usage.InputTokens + session.Usage.OutputTokens).ToString(CultureInfo.InvariantCulture),
        TaskText.Money(session.Usage.Cost),
        session.Busy ? "now" : session.LastAt.ToString("u", CultureInfo.InvariantCulture),
    ];
}
