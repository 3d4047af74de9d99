using System.CommandLine;

namespace Vsm.Benchmarks.Commands;

internal static class FloorWorkerCommand
{
    public static Command Create()
    {
        var rabbitMq = new Option<string>("--rabbitmq") { Required = true };
        var postgreSql = new Option<string>("--postgresql") { Required = true };
        var command = new Command(BenchmarkCommands.FloorWorker, "The floor's process; pipeline starts it") { rabbitMq, postgreSql };
        command.Hidden = true;
        command.SetAction((parsed, _) => Floor.FloorWorker.RunAsync(new Uri(parsed.GetValue(rabbitMq)!), parsed.GetValue(postgreSql)!, Console.In, Console.Out));
        return command;
    }
}
