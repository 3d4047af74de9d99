using Vsm.Chaos.Recording;
using Vsm.Testing;
using Vsm.Testing.Servers;

namespace Vsm.Chaos.Running;

/// <summary>Servers of its own, the wires to them, and every service in several processes.</summary>
internal sealed class Team : IAsyncDisposable
{
    public const string DatabaseName = "chaos";
    private readonly Ledger _ledger;
    private readonly Dictionary<string, List<Service>> _services = Programme.Services.ToDictionary(x => x, _ => new List<Service>());
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _roots = [];
    private readonly string _root;
    private readonly string? _logs;
    private Uri _brokerAddress = null!;
    private string _databaseAddress = null!;

    private Team(Ledger ledger, RunOptions options)
    {
        _ledger = ledger;
        _root = options.Root;
        _logs = options.Logs is null ? null : Directory.CreateDirectory(options.Logs).FullName;
    }

    public RabbitMqServer Broker { get; private set; } = null!;

    public PostgreSqlServer Database { get; private set; } = null!;

    public Relay BrokerWire { get; private set; } = null!;

    public Relay DatabaseWire { get; private set; } = null!;

    /// <summary>How to reach the services' database without the wire.</summary>
    public string ConnectionString { get; private set; } = null!;

    /// <summary>The file that functions with an effect write to.</summary>
    public string EffectsFile => _folder.File("effects");

    public IReadOnlyList<Service> All => [.. _services.Values.SelectMany(x => x)];

    public IReadOnlyList<Service> Of(string service) => _services[service];

    /// <summary>Starts the servers and every service.</summary>
    public static async Task<Team> StartAsync(Ledger ledger, RunOptions options, CancellationToken cancel)
    {
        var team = new Team(ledger, options);
        try
        {
            team.Database = await PostgreSqlServer.StartAsync(options.DatabaseSettings, cancel: cancel);
            team.Broker = await RabbitMqServer.StartAsync(cancel);
            team.BrokerWire = Relay.To(team.Broker.Port);
            team.DatabaseWire = Relay.To(team.Database.Port);
            team.ConnectionString = await team.Database.CreateDatabaseAsync(DatabaseName);
            team._brokerAddress = new UriBuilder(team.Broker.Uri) { Port = team.BrokerWire.Port }.Uri;
            team._databaseAddress = new Npgsql.NpgsqlConnectionStringBuilder(team.ConnectionString) { Port = team.DatabaseWire.Port, MaxPoolSize = 16 }.ConnectionString;
            foreach (var service in Programme.Services)
            {
                for (var i = 1; i <= options.Replicas; i++)
                {
                    team.Add(service, options.Settings);
                }
            }

            await team.ReadyAsync(TimeSpan.FromSeconds(120), cancel);
            return team;
        }
        catch
        {
            await team.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more process of a service.</summary>
    public Service Add(string service, IReadOnlyDictionary<string, string> settings)
    {
        var name = $"{service}-{_services[service].Count + 1}";
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var environment = EnvironmentOf(address, settings);
        var added = new Service(name, address, _ledger, crashAt => Start(name, service, environment, crashAt));
        _services[service].Add(added);
        return added;
    }

    /// <summary>From its next start on, the process is one of another tree.</summary>
    public void Move(Service service, string root) => _roots[service.Name] = root;

    /// <summary>Waits until every process has started.</summary>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken cancel)
    {
        foreach (var service in All)
        {
            try
            {
                await service.ReadyAsync(cancel).WaitAsync(limit, cancel);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"{service.Name} has not started within {limit.TotalSeconds:0} seconds.\n{service.Process.LogEnd()}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(All.Select(x => x.DisposeAsync().AsTask()));
        foreach (var part in (IAsyncDisposable?[])[BrokerWire, DatabaseWire, Broker, Database])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    private ChildProcess Start(string name, string service, IReadOnlyDictionary<string, string?> environment, string? crashAt) => ChildProcess.Start(
        name, Path.Combine(_logs ?? _folder.Path, $"{name}.log"),
        crashAt is null ? environment : new Dictionary<string, string?>(environment) { ["VSM_CRASH_AT"] = crashAt },
        "dotnet", Programme.Command(_roots.GetValueOrDefault(name, _root), service, EffectsFile));

    private Dictionary<string, string?> EnvironmentOf(Uri address, IReadOnlyDictionary<string, string> settings)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(x => x.StartsWith("VSM", StringComparison.OrdinalIgnoreCase)).ToDictionary(x => x, _ => (string?)null);
        foreach (var (key, value) in ServiceSettings.Of(_brokerAddress, _databaseAddress).Concat(settings))
        {
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        environment["Vsm__Http__Urls"] = address.ToString();
        environment["Vsm__Attempts__Lease"] = "00:00:05"; // so that what a killed process leaves is found before patience ends
        return environment;
    }
}
