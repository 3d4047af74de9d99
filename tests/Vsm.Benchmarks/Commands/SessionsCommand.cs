using System.CommandLine;
using Vsm.Benchmarks.Sessions;

namespace Vsm.Benchmarks.Commands;

internal static class SessionsCommand
{
    public static Command Create()
    {
        var sessions = BenchmarkCommands.Number("--sessions", "Conversations that lie idle", 10_000);
        var memory = new Option<bool>("--in-memory") { Description = "All functions in one process, which keeps everything in memory; otherwise services on private servers" };
        var output = BenchmarkCommands.Output();
        var command = new Command("sessions", "Memory that conversations cost while nobody says anything.") { sessions, memory, output };
        command.SetAction((parsed, cancel) => BenchmarkCommands.RunAsync(
            parsed.GetValue(output) == "json", progress => SessionsBenchmark.RunAsync(parsed.GetValue(sessions), parsed.GetValue(memory), progress, cancel), SessionsTable.Write));
        return command;
    }
}
