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
        await using var servers = await BenchmarkServers.StartAsync(options.Profile, cancel);
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
                await side.WarmUpAsync(options, cancel);
            }

            await using var statements = options.Profile ? await StatementProfile.StartAsync(servers) : null;
            var rounds = await RunRoundsAsync(sides, options, progress, cancel);
            var (ours, floor) = (rounds.GetValueOrDefault("ours"), rounds.GetValueOrDefault("floor"));
            return new PipelineResult
            {
                Machine = machine,
                Settings = options,
                Ours = ours is null ? null : Side.Of(ours),
                Floor = floor is null ? null : Side.Of(floor),
                Ratio = ours is null || floor is null ? null : Ratio.Of(ours, floor),
                Rounds = rounds,
                Statements = statements is null ? null : await statements.ReadAsync(options.Rounds * (options.Tasks + options.LatencyTasks)),
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
                var round = await side.RoundAsync(options, cancel);
                rounds[side.Name].Add(round);
                progress.Say(FormattableString.Invariant(
                    $"Round {number}/{options.Rounds} {side.Name,-5} {round.TasksPerSecond,7:0.0} tasks/s, {round.CpuWithoutDriver,6:0.00} CPU s per 1,000, p50 {round.HalfLoad.P50Ms:0.0} ms, p99 {round.HalfLoad.P99Ms:0.0} ms"));
            }
        }

        return rounds.ToDictionary(x => x.Key, x => (IReadOnlyList<Round>)x.Value);
    }
}
