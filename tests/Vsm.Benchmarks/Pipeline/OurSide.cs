using Vsm.Benchmarks.Loads;
using Vsm.Benchmarks.Ours;
using Vsm.Benchmarks.Servers;
using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>(a) The services as shipped.</summary>
internal sealed class OurSide : ISide
{
    private readonly PrivateDatabase? _database;
    private readonly Team _team;
    private readonly Requestor _requestor;
    private readonly ReadModel _readModel;
    private readonly Meter _meter;

    private OurSide(PrivateDatabase? database, Team team, Requestor requestor, BenchmarkServers servers)
    {
        _database = database;
        _team = team;
        _requestor = requestor;
        _readModel = new ReadModel(team);
        _meter = new Meter(servers.Processes.Concat(team.Processes).ToDictionary());
    }

    public string Name => "ours";

    public Team Team => _team;

    /// <summary>Starts the services.</summary>
    /// <param name="servers">RabbitMQ and PostgreSQL.</param>
    /// <param name="options">How much is run.</param>
    /// <param name="existing">Their database, which stays in the end; without it they get a new one for the time.</param>
    public static async Task<OurSide> StartAsync(BenchmarkServers servers, PipelineOptions options, PrivateDatabase? existing = null)
    {
        var own = existing is null ? await PrivateDatabase.CreateAsync(servers.PostgreSql) : null;
        var team = await Team.StartAsync(servers, (existing ?? own)!.ConnectionString, TestOrganisation.Of(options.InFlight));
        return new OurSide(own, team, await Requestor.ConnectAsync(servers.RabbitMq), servers);
    }

    public async Task WarmUpAsync(PipelineOptions options, CancellationToken cancel)
    {
        await RunAsync(() => ClosedLoop.RunAsync(options.WarmUpTasks, options.InFlight, _requestor.RunOneAsync, cancel));
        await SettleAsync(cancel);
    }

    public async Task<Round> RoundAsync(PipelineOptions options, CancellationToken cancel)
    {
        _meter.Start();
        var rate = await RunAsync(() => ClosedLoop.RunAsync(options.Tasks, options.InFlight, _requestor.RunOneAsync, cancel));
        // The journal's share of a task's cost comes later, and is waited for.
        await _readModel.CatchUpAsync([.. _requestor.HandedIn], TaskStates.IsFinal, cancel);
        var (cpu, memory) = _meter.Read(options.Tasks, withDriver: true);
        await SettleAsync(cancel);
        var latency = await RunAsync(() => OpenLoop.RunAsync(options.LatencyTasks, rate / 2, _requestor.RunOneAsync, cancel));
        await SettleAsync(cancel);
        return new Round(rate, cpu, memory, latency);
    }

    public async ValueTask DisposeAsync()
    {
        await _requestor.DisposeAsync();
        await _team.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
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
    private async Task SettleAsync(CancellationToken cancel)
    {
        var tasks = _requestor.TakeHandedIn();
        await _readModel.CatchUpAsync(tasks, TaskStates.IsFinal, cancel);
        await Eventually.ReadAsync(
            $"all of {tasks.Length} tasks approved in the read model", () => _readModel.NotApprovedAsync(tasks), x => x.Count == 0, TimeSpan.FromSeconds(60));
        if (_requestor.Surprises.Count > 0)
        {
            throw new InvalidOperationException($"Answers that nobody waited for: {string.Join("; ", _requestor.Surprises.Take(5))}");
        }
    }
}
