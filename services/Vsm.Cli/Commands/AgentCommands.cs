using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm agent</c></summary>
internal static class AgentCommands
{
    public static Command Create(CommonOptions common) => new ExampleCommand("agent", "Shows, drains, resumes and retires agents.", "vsm agent list", "vsm agent drain 3 --reason \"maintenance\"")
    {
        List(common),
        Show(common),
        Drain(common, "drain", "Lets an agent finish what it has and gives it no more tasks.", drain: true),
        Drain(common, "resume", "Gives tasks to a drained agent again.", drain: false),
        Retire(common),
    };

    private static Command List(CommonOptions common)
    {
        var command = new ExampleCommand("list", "Lists agents.", "vsm agent list", "vsm agent list --output json");
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var agents = await client.Agents(cancellation);
            return common.Write(
                parsed, new Page<AgentView> { Items = agents },
                writer => TextTable.Write(writer, ["NUMBER", "NAME", "STATUS", "KIND", "LOAD", "DONE", "FAILED", "CAPABILITIES"], [.. agents.Select(Row)]));
        }));
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var agent = Agent();
        var command = new ExampleCommand("show", "Shows an agent with its configuration.", "vsm agent show 3", "vsm agent show log-analyst --output json") { agent };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var view = await client.Agent(parsed.GetValue(agent)!, cancellation);
            return common.Write(parsed, view, writer => AgentText.Write(writer, view));
        }));
        return command;
    }

    private static Command Drain(CommonOptions common, string name, string description, bool drain)
    {
        var agent = Agent();
        var by = Arguments.By(common.Environment);
        var reason = Arguments.Reason(required: false);
        var command = new ExampleCommand(name, description, $"vsm agent {name} 3", $"vsm agent {name} log-analyst --reason \"maintenance\"") { agent, by, reason };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var id = parsed.GetValue(agent)!;
            var request = new DrainRequest { Drain = drain, By = parsed.GetValue(by) ?? common.Environment.UserName, Reason = parsed.GetValue(reason) };
            await client.Drain(id, request, cancellation);
            Done.Write(common, parsed, id, name, $"agent {id}: {name} is on its way");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Retire(CommonOptions common)
    {
        var agent = Agent();
        var by = Arguments.By(common.Environment);
        var reason = Arguments.Reason(required: true);
        var command = new ExampleCommand(
            "retire", "Ends an agent for good, after the tasks that it works on.", "vsm agent retire 3 --reason \"nobody needs it\"") { agent, by, reason };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var id = parsed.GetValue(agent)!;
            await client.Retire(id, parsed.GetValue(by) ?? common.Environment.UserName, parsed.GetValue(reason)!, cancellation);
            Done.Write(common, parsed, id, "retire", $"agent {id}: retire is on its way");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Argument<string> Agent() => new("agent") { Description = "The agent's number, name or id" };

    private static IReadOnlyList<string> Row(AgentView agent) =>
    [
        agent.Number.ToString(CultureInfo.InvariantCulture),
        agent.Name,
        agent.Status.ToString(),
        agent.Agent.Kind,
        string.Create(CultureInfo.InvariantCulture, $"{(agent.Metrics?.CurrentLoad ?? 0) * 100:0}%"),
        (agent.Metrics?.TasksCompleted ?? 0).ToString(CultureInfo.InvariantCulture),
        (agent.Metrics?.TasksFailed ?? 0).ToString(CultureInfo.InvariantCulture),
        string.Join(", ", agent.Agent.Capabilities.Select(x => x.Name)),
    ];
}
