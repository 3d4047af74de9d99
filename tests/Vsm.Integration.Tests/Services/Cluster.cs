using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

/// <summary>Every service as a process of its own, on RabbitMQ and PostgreSQL.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, string> _settings;
    private readonly Dictionary<string, ServiceProcess> _services = [];

    private Cluster(PrivateDatabase database, PrivateBroker broker, Dictionary<string, string> settings)
    {
        Database = database;
        Broker = broker;
        _settings = settings;
    }

    public static IReadOnlyList<string> Services { get; } = ["Vsm.S1.Operations", "Vsm.S3.Control", "Vsm.S3Star.Audit", "Vsm.S5.Policy", "Vsm.Dashboard"];

    public PrivateDatabase Database { get; }

    public PrivateBroker Broker { get; }

    public Uri Address { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IEnumerable<ServiceProcess> Processes => _services.Values;

    public ServiceProcess this[string service] => _services[service];

    public static async Task<Cluster> StartAsync(string content, IEnumerable<string> queues, params (string Key, string Value)[] settings)
    {
        var broker = await PrivateBroker.ConnectAsync(TestServers.RabbitMq, queues);
        var database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        var all = ServiceSettings.Of(broker.Address, database.ConnectionString, content);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var cluster = new Cluster(database, broker, all);
        try
        {
            await Task.WhenAll(Services.Select(x => cluster.StartServiceAsync(x)));
            // What organisations are checked against comes from other services.
            await Task.WhenAll(((string[])["functions", "checks"]).Select(x => Eventually.ReadAsync(x, () => cluster.KnowsAsync(x), known => known)));
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Starts a service, or starts it again.</summary>
    public async Task StartServiceAsync(string service, params (string Key, string Value)[] settings)
    {
        var process = Start(service, settings);
        lock (_services)
        {
            _services[service] = process;
        }

        var address = await process.StartedAsync();
        if (service == "Vsm.Dashboard")
        {
            Address = address;
            Http = AskingAgain.Client(address);
        }
    }

    /// <summary>Starts another process of a service beside the one that runs; whoever asked for it ends it.</summary>
    public async Task<ServiceProcess> StartReplicaAsync(string service)
    {
        var process = Start(service, []);
        await process.StartedAsync();
        return process;
    }

    /// <summary>Runs <c>vsm</c> against these services until it ends.</summary>
    public async Task<(int ExitCode, string Out, string Output)> VsmAsync(params string[] arguments)
    {
        await using var vsm = ServiceProcess.Start("Vsm.Cli", [.. arguments, "--server", Address.ToString()]);
        var exitCode = await vsm.ExitAsync(TimeSpan.FromSeconds(120));
        return (exitCode, vsm.Out, vsm.Output);
    }

    public async Task<T> GetAsync<T>(string path) => (await Http.GetFromJsonAsync<T>($"/api/v1/{path}", Json))!;

    /// <summary>Waits until a task is in a state, or has ended in another, which fails.</summary>
    public async Task<TaskView> TaskInAsync(string state, Guid id, string vsm)
    {
        var task = await Eventually.ReadAsync(
            $"task {id} {state}", () => FindAsync(id, vsm), x => x is not null && (x.State == state || TaskStates.IsFinal(x.State)));
        Assert.That(task!.State, Is.EqualTo(state), task.Reason);
        return task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
        {
            await service.DisposeAsync();
        }

        Http?.Dispose();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    private ServiceProcess Start(string service, (string Key, string Value)[] settings)
    {
        var own = new Dictionary<string, string>(_settings);
        foreach (var (key, value) in settings)
        {
            own[key] = value;
        }

        return ServiceProcess.Start(service, [], own);
    }

    private async Task<bool> KnowsAsync(string catalogue)
    {
        using var response = await Http.GetAsync($"/api/v1/{catalogue}");
        return response.IsSuccessStatusCode;
    }

    private async Task<TaskView?> FindAsync(Guid id, string vsm)
    {
        using var response = await Http.GetAsync($"/api/v1/tasks/{id}?vsm={vsm}");
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<TaskView>(Json) : null;
    }
}
