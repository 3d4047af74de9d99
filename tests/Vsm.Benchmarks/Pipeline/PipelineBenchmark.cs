using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Servers;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>Ours and the floor by turns, on the same servers.</summary>
internal static class PipelineBenchmark
{
    public static async Task<PipelineResult> RunAsync(PipelineOptions options, Progress progress, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        progress.Say("Starting RabbitMQ and PostgreSQL");
        await using var servers = await BenchmarkServers.StartAsync();
        var sides = new List<ISide>();
        try
        {
            progress.Say("Starting the services and the floor's process");
            if (options.Only != "floor")
            {
                sides.Add(await OurSide.StartAsync(servers, options));
            }

            if (options.Only != "ours")
            {
                sides.Add(await FloorSide.StartAsync(servers));
            }

            foreach (var side in sides)
            {
                progress.Say($"Warming up {side.Name}");
                await side.WarmUpAsync(options);
            }

            var rounds = await RunRoundsAsync(sides, options, progress, cancel);
            return new PipelineResult
            {
                Machine = machine,
                Settings = options,
                Ours = rounds.TryGetValue("ours", out var ours) ? Side.Of(ours) : null,
                Floor = rounds.TryGetValue("floor", out var floor) ? Side.Of(floor) : null,
                Rounds = rounds,
            };
        }
        finally
        {
            foreach (var side in sides)
            {
                await side.DisposeAsync();
            }
        }
    }

    private static async Task<Dictionary<string, IReadOnlyList<Round>>> RunRoundsAsync(
        List<ISide> sides, PipelineOptions options, Progress progress, CancellationToken cancel)
    {
        var rounds = sides.ToDictionary(x => x.Name, _ => new List<Round>());
        for (var number = 1; number <= options.Rounds; number++)
        {
            foreach (var side in sides)
            {
                cancel.ThrowIfCancellationRequested();
                var round = await side.RoundAsync(options);
                rounds[side.Name].Add(round);
                progress.Say(FormattableString.Invariant(
                    $"Round {number}/{options.Rounds} {side.Name,-5} {round.TasksPerSecond,7:0.0} tasks/s, {round.Cpu.Where(x => x.Key != Side.Driver).Sum(x => x.Value),6:0.00} CPU s per 1,000, p50 {round.HalfLoad.P50Ms:0.0} ms, p99 {round.HalfLoad.P99Ms:0.0} ms"));
            }
        }

        return rounds.ToDictionary(x => x.Key, x => (IReadOnlyList<Round>)x.Value);
    }
}
