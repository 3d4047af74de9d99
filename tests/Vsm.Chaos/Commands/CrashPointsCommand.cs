using System.CommandLine;
using System.Text.Json.Nodes;
using Vsm.Chaos.Running;
using Vsm.Chaos.Scenarios;
using Vsm.Chaos.Verdicts;

namespace Vsm.Chaos.Commands;

/// <summary>F02: crashes at named points.</summary>
internal static class CrashPointsCommand
{
    private const int TasksPerSecond = 10;
    private const int SecondsPerCrash = 30;

    public static Command Create(CommonOptions common)
    {
        var runs = new Option<int>("--runs") { Description = "Crashes at each point", DefaultValueFactory = _ => 200 };
        runs.AtLeast(1);
        var points = new Option<string[]>("--point") { Description = $"Only this point; may be repeated ({string.Join(", ", CrashPoints.All.Select(x => x.Name))})" };
        points.AcceptOnlyFromAmong([.. CrashPoints.All.Select(x => x.Name)]);
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same tasks", DefaultValueFactory = _ => 1 };
        var command = new Command("crash-points", "Has processes end themselves at every named point of their work while tasks flow.") { runs, points, seed };
        command.SetAction((parsed, cancel) => RunAsync(common, parsed, parsed.GetValue(runs), parsed.GetValue(points) ?? [], parsed.GetValue(seed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(CommonOptions common, ParseResult parsed, int runs, string[] names, int seed, CancellationToken cancel)
    {
        var places = CrashPoints.All.Where(x => names.Length == 0 || names.Contains(x.Name)).ToList();
        // Far more than will be needed: tasks flow until the last point has had its crashes.
        var duration = TimeSpan.FromSeconds((double)runs * places.Count * SecondsPerCrash + 600);
        var options = new RunOptions
        {
            Seed = seed, Tasks = (int)Math.Min(1_000_000, duration.TotalSeconds * TasksPerSecond), Duration = duration, UntilDone = true,
            Disturbance = new Disturbance(0.05, 0, 0.05), Logs = common.Logs(parsed), Patience = TimeSpan.FromSeconds(90),
        };
        var crashes = new CrashPoints(runs, seed, Console.Error);
        var verdict = await new ChaosRun(options, Console.Error).RunAsync((scene, end) => crashes.RunAsync(scene, places, end), cancel);
        var json = VerdictReport.ToJson(verdict);
        json["crash points"] = new JsonObject(crashes.Reached.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)x.Value)));
        await common.WriteAsync(parsed, VerdictReport.Table(verdict) + string.Join('\n', crashes.Reached.Select(x => $"{x.Key,-48} {x.Value} crashes")), json);
        await Console.Error.WriteLineAsync(VerdictReport.Summary(verdict));
        return verdict.Passed ? 0 : 1;
    }
}
