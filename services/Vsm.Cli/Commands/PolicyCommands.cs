using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm policy</c></summary>
internal static class PolicyCommands
{
    public static Command Create(CommonOptions common)
    {
        var command = new ExampleCommand(
            "policy", "Shows the policies in force, and decides on suggested ones.", "vsm policy list", "vsm policy show max-three-sentences", "vsm policy suggestions")
        {
            List(common),
            Show(common),
        };
        SuggestionCommands.AddTo(command, common);
        return command;
    }

    private static Command List(CommonOptions common)
    {
        var command = new ExampleCommand("list", "Lists policies.", "vsm policy list", "vsm policy list --output json");
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var policies = await client.Policies(cancellation);
            return common.Write(
                parsed, new Page<PolicyView> { Items = policies },
                writer => TextTable.Write(writer, ["NUMBER", "NAME", "VERSION", "APPLIES TO", "JUDGED BY", "RULE"], [.. policies.Select(Row)]));
        }));
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var policy = new Argument<string>("policy") { Description = "The policy's number, name or id" };
        var command = new ExampleCommand("show", "Shows a policy with its checks.", "vsm policy show no-personal-data", "vsm policy show 2 --output json") { policy };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var view = await client.Policy(parsed.GetValue(policy)!, cancellation);
            return common.Write(parsed, view, writer => Write(writer, view));
        }));
        return command;
    }

    private static void Write(TextWriter writer, PolicyView view)
    {
        writer.WriteLine($"#{view.Policy.Number} {view.Policy.Name}  version {view.Policy.Version}");
        writer.WriteLine($"  rule:       {Safe.Line(view.Policy.Rule, 4096)}");
        writer.WriteLine($"  applies to: {view.AppliesTo ?? "the whole team"}");
        foreach (var reading in view.Policy.Readings)
        {
            var parameters = string.Join(", ", reading.Parameters.Select(x => $"{x.Key}: {x.Value}"));
            writer.WriteLine($"  check:      {reading.Check}({Safe.Line(parameters, 500)})");
        }

        if (view.Policy.Readings.Count == 0)
        {
            writer.WriteLine("  check:      none; a judge or a person rules");
        }
    }

    private static IReadOnlyList<string> Row(PolicyView view) =>
    [
        view.Policy.Number.ToString(CultureInfo.InvariantCulture),
        view.Policy.Name,
        view.Policy.Version.ToString(CultureInfo.InvariantCulture),
        view.AppliesTo ?? "the whole team",
        view.Policy.Readings.Count == 0 ? "a judge or a person" : string.Join(", ", view.Policy.Readings.Select(x => x.Check)),
        view.Policy.Rule,
    ];
}
