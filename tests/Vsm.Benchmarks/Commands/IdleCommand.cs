using System.CommandLine;
using Vsm.Benchmarks.Idle;

namespace Vsm.Benchmarks.Commands;

internal static class IdleCommand
{
    public static Command Create()
    {
        var tasks = BenchmarkCommands.Number("--tasks", "Tasks that wait", 10_000);
        var output = BenchmarkCommands.Output();
        var command = new Command("idle", "Memory that tasks cost while they wait in Executing, in the queue of an agent that does not get done.") { tasks, output };
        command.SetAction((parsed, cancel) => BenchmarkCommands.RunAsync(
            parsed.GetValue(output) == "json", progress => IdleBenchmark.RunAsync(parsed.GetValue(tasks), progress, cancel), IdleTable.Write));
        return command;
    }
}
