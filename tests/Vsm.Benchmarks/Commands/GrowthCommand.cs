using System.CommandLine;
using Vsm.Benchmarks.Growth;
using Vsm.Benchmarks.Pipeline;

namespace Vsm.Benchmarks.Commands;

internal static class GrowthCommand
{
    public static Command Create()
    {
        var sizes = new Option<int[]>("--sizes")
        {
            Description = "Finished tasks stored, by commas; the first is really run, the others are copies of it (a million takes some 10 GB of temporary space)",
            HelpName = "n,n,…",
            DefaultValueFactory = _ => [1000, 100_000, 1_000_000],
            CustomParser = x => [.. x.Tokens.SelectMany(y => y.Value.Split(',')).Select(y =>
            {
                if (int.TryParse(y, out var size) && size > 0)
                {
                    return size;
                }

                x.AddError($"--sizes: '{y}' is no number of tasks.");
                return 1;
            })],
        };
        var tasks = BenchmarkCommands.Number("--tasks", "Tasks of a round", 1000, least: 10);
        var rounds = BenchmarkCommands.Number("--rounds", "Rounds at each size", 3);
        var inFlight = BenchmarkCommands.Number("--in-flight", "Tasks at a time", 64);
        var output = BenchmarkCommands.Output();
        var command = new Command("growth", "What a task costs, and how long lists and pages take, with more and more finished tasks stored.")
        {
            sizes, tasks, rounds, inFlight, output,
        };
        command.SetAction((parsed, cancel) => BenchmarkCommands.RunAsync(
            parsed.GetValue(output) == "json",
            progress => GrowthBenchmark.RunAsync(
                new PipelineOptions(parsed.GetValue(tasks), parsed.GetValue(rounds), parsed.GetValue(inFlight)), parsed.GetValue(sizes)!, progress, cancel),
            GrowthTable.Write));
        return command;
    }
}
