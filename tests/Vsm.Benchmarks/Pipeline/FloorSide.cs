using Vsm.Benchmarks.Floor;
using Vsm.Benchmarks.Servers;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>(b) The least that a program could pay.</summary>
internal sealed class FloorSide : ISide
{
    private readonly FloorProcess _floor;
    private readonly Meter _meter;

    private FloorSide(FloorProcess floor, BenchmarkServers servers)
    {
        _floor = floor;
        _meter = new Meter(new Dictionary<string, int>(servers.Processes) { ["floor"] = floor.Id });
    }

    public string Name => "floor";

    public static async Task<ISide> StartAsync(BenchmarkServers servers) => new FloorSide(await FloorProcess.StartAsync(servers), servers);

    public Task WarmUpAsync(PipelineOptions options) => _floor.ClosedAsync(options.WarmUpTasks, options.InFlight);

    public async Task<Round> RoundAsync(PipelineOptions options)
    {
        _meter.Start();
        var rate = await _floor.ClosedAsync(options.Tasks, options.InFlight);
        var (cpu, memory) = _meter.Read(options.Tasks, withDriver: false);
        return new Round(rate, cpu, memory, await _floor.OpenAsync(options.LatencyTasks, rate / 2));
    }

    public ValueTask DisposeAsync() => _floor.DisposeAsync();
}
