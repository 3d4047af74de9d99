using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Pipeline;
using Vsm.Benchmarks.Servers;
using Vsm.Testing;

namespace Vsm.Benchmarks.Growth;

/// <summary>What a task costs, and how long lists and pages take, with more and more finished tasks stored.</summary>
internal static class GrowthBenchmark
{
    private const int Sample = 500;
    private const int WarmUpTasks = 2000; // new processes each time, which have to be as warm as those before

    public static async Task<GrowthResult> RunAsync(PipelineOptions options, IReadOnlyList<int> sizes, Progress progress, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        progress.Say("Starting RabbitMQ and PostgreSQL");
        await using var servers = await BenchmarkServers.StartAsync(statistics: false, cancel);
        await using var database = await PrivateDatabase.CreateAsync(servers.PostgreSql);
        await using var seeder = new Seeder(database.ConnectionString);
        await using var floor = await FloorSide.StartAsync(servers);
        await floor.WarmUpAsync(options, cancel);
        var results = new List<GrowthSize>();
        foreach (var size in sizes.Order())
        {
            cancel.ThrowIfCancellationRequested();
            if (results.Count > 0)
            {
                await seeder.FillAsync(size, progress);
            }

            progress.Say($"Starting the services for {size} tasks");
            await using var ours = await OurSide.StartAsync(servers, options, database);
            await ours.WarmUpAsync(options with { WarmUpTasks = results.Count > 0 ? WarmUpTasks : size }, cancel);
            results.Add(await MeasureAsync(ours, floor, seeder, options, progress, cancel));
        }

        return new GrowthResult { Machine = machine, Settings = options, NotCopied = seeder.Left, Sizes = results };
    }

    private static async Task<GrowthSize> MeasureAsync(OurSide ours, ISide floor, Seeder seeder, PipelineOptions options, Progress progress, CancellationToken cancel)
    {
        var stored = await seeder.StoredAsync();
        var size = await seeder.SizeMbAsync();
        var (our, floors) = (new List<Round>(), new List<Round>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            our.Add(await ours.RoundAsync(options, cancel));
            floors.Add(await floor.RoundAsync(options, cancel));
            progress.Say(FormattableString.Invariant($"{stored} stored, round {round}/{options.Rounds}: ours {our[^1].TasksPerSecond:0.0} tasks/s, floor {floors[^1].TasksPerSecond:0.0} tasks/s"));
        }

        return new GrowthSize
        {
            Stored = stored,
            DatabaseMb = size,
            Ours = Side.Of(our),
            Floor = Side.Of(floors),
            Queries = await Queries.RunAsync(ours.Team, await seeder.SampleAsync(Sample)),
        };
    }
}
