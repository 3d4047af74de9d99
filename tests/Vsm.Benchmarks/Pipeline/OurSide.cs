using Vsm.Benchmarks.Loads;
using Vsm.Benchmarks.Ours;
using Vsm.Benchmarks.Servers;
using Vsm.Testing;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>(a) The services as shipped.</summary>
internal sealed class OurSide : ISide
{
    private readonly Team _team;
    private readonly Requestor _requestor;
    private readonly ReadModel _readModel;
    private readonly Meter _meter;

    private OurSide(Team team, Requestor requestor, BenchmarkServers servers)
    {
        _team = team;
        _requestor = requestor;
        _readModel = new ReadModel(team);
        _meter = new Meter(servers.Processes.Concat(team.Processes).ToDictionary());
    }

    public string Name => "ours";

    public static async Task<ISide> StartAsync(BenchmarkServers servers, PipelineOptions options)
    {
        var team = await Team.StartAsync(servers, TestOrganisation.Of(options.InFlight));
        return new OurSide(team, await Requestor.ConnectAsync(servers.RabbitMq), servers);
    }

    public async Task WarmUpAsync(PipelineOptions options)
    {
        await RunAsync(() => ClosedLoop.RunAsync(options.WarmUpTasks, options.InFlight, _requestor.RunOneAsync));
        await SettleAsync();
    }

    public async Task<Round> RoundAsync(PipelineOptions options)
    {
        _meter.Start();
        var rate = await RunAsync(() => ClosedLoop.RunAsync(options.Tasks, options.InFlight, _requestor.RunOneAsync));
        // The journal's share of a task's cost comes later, and is waited for.
        await _readModel.CatchUpAsync([.. _requestor.HandedIn]);
        var (cpu, memory) = _meter.Read(options.Tasks, withDriver: true);
        await SettleAsync();
        var latency = await RunAsync(() => OpenLoop.RunAsync(options.LatencyTasks, rate / 2, _requestor.RunOneAsync));
        await SettleAsync();
        return new Round(rate, cpu, memory, latency);
    }

    public async ValueTask DisposeAsync()
    {
        await _requestor.DisposeAsync();
        await _team.DisposeAsync();
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"{exception.Message}\n{_team.Trouble()}", exception);
        }
    }

    // Every task was approved and is shown so; nothing was answered twice.
    private async Task SettleAsync()
    {
        var tasks = _requestor.TakeHandedIn();
        await _readModel.CatchUpAsync(tasks);
        await Eventually.ReadAsync(
            $"all of {tasks.Length} tasks approved in the read model", () => _readModel.NotApprovedAsync(tasks), x => x.Count == 0, TimeSpan.FromSeconds(60));
        if (_requestor.Surprises.Count > 0)
        {
            throw new InvalidOperationException($"Answers that nobody waited for: {string.Join("; ", _requestor.Surprises.Take(5))}");
        }
    }
}
