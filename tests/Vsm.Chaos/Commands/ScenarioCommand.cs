using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Vsm.Chaos.Running;
using Vsm.Chaos.Scenarios;
using Vsm.Chaos.Verdicts;

namespace Vsm.Chaos.Commands;

/// <summary>Faults of the catalogue one by one.</summary>
internal static class ScenarioCommand
{
    private const int Tasks = 150;
    private const string Everything = "all";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(45);

    public static Command CreateOne(CommonOptions common)
    {
        var id = new Argument<string[]>("id") { Description = "Which, such as F09; several; or all", Arity = ArgumentArity.OneOrMore };
        id.Validators.Add(x =>
        {
            foreach (var problem in x.Tokens.Select(y => Problem(y.Value)).OfType<string>())
            {
                x.AddError(problem);
            }
        });
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same tasks", DefaultValueFactory = _ => 1 };
        var command = new Command("scenario", "Does one fault of the catalogue while tasks flow.") { id, seed };
        command.SetAction((parsed, cancel) => RunAsync(common, parsed, parsed.GetRequiredValue(id), parsed.GetValue(seed), cancel));
        return command;
    }

    public static Command CreateList(CommonOptions common)
    {
        var command = new Command("scenarios", "Lists the catalogue: what is automated, what is not, and why.");
        command.SetAction((parsed, _) => common.WriteAsync(parsed, Table(), Json()));
        return command;
    }

    private static async Task<int> RunAsync(CommonOptions common, ParseResult parsed, string[] ids, int seed, CancellationToken cancel)
    {
        var chosen = ids is [Everything] ? ScenarioCatalogue.All.Where(x => x.Act is not null) : ids.Select(Find);
        var (tables, json, failed) = (new StringBuilder(), new JsonObject(), new List<string>());
        foreach (var scenario in chosen)
        {
            await Console.Error.WriteLineAsync($"{scenario.Id}: {scenario.Title}");
            var options = scenario.Options(new RunOptions { Seed = seed, Tasks = Tasks, Duration = Duration, Logs = common.Logs(parsed) });
            var verdict = await new ChaosRun(options, Console.Error).RunAsync(scenario.Act!, cancel);
            tables.AppendLine($"{scenario.Id}: {scenario.Title}").AppendLine(VerdictReport.Table(verdict));
            json[scenario.Id] = VerdictReport.ToJson(verdict);
            await Console.Error.WriteLineAsync($"{scenario.Id} {VerdictReport.Summary(verdict)}");
            if (!verdict.Passed)
            {
                failed.Add(scenario.Id);
            }
        }

        await common.WriteAsync(parsed, tables.ToString(), json);
        await Console.Error.WriteLineAsync(failed.Count == 0 ? "passed" : $"failed: {string.Join(", ", failed)}");
        return failed.Count == 0 ? 0 : 1;
    }

    private static Scenario Find(string id) => ScenarioCatalogue.All.First(x => string.Equals(x.Id, id, StringComparison.OrdinalIgnoreCase));

    private static string? Problem(string id) => ScenarioCatalogue.All.FirstOrDefault(x => string.Equals(x.Id, id, StringComparison.OrdinalIgnoreCase)) switch
    {
        null when id != Everything => $"id: found '{id}'; `scenarios` lists those that there are",
        { Act: null } other => $"id: {other.Id} is not shown by a scenario: {other.Note}",
        _ => null,
    };

    private static string Table()
    {
        var text = new StringBuilder();
        foreach (var scenario in ScenarioCatalogue.All)
        {
            text.AppendLine($"{scenario.Id}  {(scenario.IsAutomated ? "automated" : "not shown"),-10} {scenario.Title}{(scenario.Note.Length > 0 ? $" ({scenario.Note})" : "")}");
        }

        return text.ToString().TrimEnd();
    }

    private static JsonArray Json() =>
        [.. ScenarioCatalogue.All.Select(x => (JsonNode)new JsonObject { ["id"] = x.Id, ["title"] = x.Title, ["automated"] = x.IsAutomated, ["note"] = x.Note })];
}
