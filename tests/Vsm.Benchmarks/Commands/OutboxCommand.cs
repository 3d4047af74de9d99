using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Vsm.Benchmarks.Outbox;

namespace Vsm.Benchmarks.Commands;

internal static class OutboxCommand
{
    public static Command Create()
    {
        var messages = BenchmarkCommands.Number("--messages", "Messages a round", 10_000, least: 100);
        var rounds = BenchmarkCommands.Number("--rounds", "Rounds without kills", 3);
        var kills = BenchmarkCommands.Number("--kills", "How often a process that delivers is killed in the last round", 5, least: 0);
        var output = BenchmarkCommands.Output();
        var command = new Command("outbox", "Messages a second through the bus outbox on PostgreSQL with two processes that deliver, and what becomes of them when these are killed.")
        {
            messages, rounds, kills, output,
        };
        command.SetAction((parsed, cancel) => BenchmarkCommands.RunAsync(
            parsed.GetValue(output) == "json",
            progress => OutboxBenchmark.RunAsync(parsed.GetValue(messages), parsed.GetValue(rounds), parsed.GetValue(kills), progress, cancel), OutboxTable.Write));
        return command;
    }

    public static Command CreateWorker()
    {
        var rabbitMq = new Option<string>("--rabbitmq") { Required = true };
        var postgreSql = new Option<string>("--postgresql") { Required = true };
        var command = new Command(BenchmarkCommands.OutboxWorker, "A process that delivers; outbox starts it") { rabbitMq, postgreSql };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => OutboxHost.Deliverer(new Uri(parsed.GetValue(rabbitMq)!), parsed.GetValue(postgreSql)!).RunAsync(cancel));
        return command;
    }
}
