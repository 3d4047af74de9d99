using System.CommandLine;
using Vsm.Benchmarks.Pipeline;

namespace Vsm.Benchmarks.Commands;

internal static class PipelineCommand
{
    public static Command Create()
    {
        var tasks = BenchmarkCommands.Number("--tasks", "Tasks of a round at full load", 2000, least: 10);
        var rounds = BenchmarkCommands.Number("--rounds", "Rounds of each side; figures are their medians", 5);
        var inFlight = BenchmarkCommands.Number("--in-flight", "Tasks at a time", 64);
        var only = new Option<string?>("--only") { Description = "Leaves out the other side", HelpName = "ours|floor" }.AcceptOnlyFromAmong("ours", "floor");
        var output = BenchmarkCommands.Output();
        var command = new Command(
            "pipeline",
            "Governed tasks through delegate, execute, evaluate, approve and forward, journal and read model included, against the floor: four durable " +
            "messages and four one-statement transactions a task with the plain clients. Rate at full load, latency at half of it, processor time per 1,000 tasks, memory.")
        {
            tasks, rounds, inFlight, only, output,
        };
        command.SetAction((parsed, cancel) => BenchmarkCommands.RunAsync(
            parsed.GetValue(output) == "json",
            progress => PipelineBenchmark.RunAsync(
                new PipelineOptions(parsed.GetValue(tasks), parsed.GetValue(rounds), parsed.GetValue(inFlight), parsed.GetValue(only)), progress, cancel),
            PipelineTable.Write));
        return command;
    }
}
