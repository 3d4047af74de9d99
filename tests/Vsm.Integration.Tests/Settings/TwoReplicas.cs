using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Integration.Tests.Services;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Integration.Tests.Settings;

/// <summary>
/// Two processes that each have every function, on one broker and one database. Each has a model of its own under the same name, whose answers so tell which of
/// the two did a task.
/// </summary>
internal sealed class TwoReplicas : IAsyncDisposable
{
    private const string Model = "openai/gpt-4o-mini";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<ChatServer> _models = [];
    private readonly List<ServiceProcess> _processes = [];
    private readonly PrivateDatabase _database;

    private TwoReplicas(PrivateDatabase database, PrivateBroker broker) => (_database, Broker) = (database, broker);

    public PrivateBroker Broker { get; }

    public IReadOnlyList<ServiceProcess> Processes => _processes;

    public HttpClient Http { get; private set; } = null!;

    public static async Task<TwoReplicas> StartAsync()
    {
        var broker = await PrivateBroker.ConnectAsync(TestServers.RabbitMq, Topology.All("root"));
        var replicas = new TwoReplicas(await PrivateDatabase.CreateAsync(TestServers.PostgreSql), broker);
        await replicas.StartProcessAsync("first");
        await replicas.StartProcessAsync("second");
        await replicas.ApplyAsync();
        return replicas;
    }

    /// <summary>The queue that one of the processes gets settings in, by what the database knows of it.</summary>
    public async Task<(string Queue, ServiceProcess Process)> QueueOfOneAsync()
    {
        var holder = await Eventually.ReadAsync(
            "a replica that sweeps", async () => _processes.Find(x => x.Output.Contains("looks for time limits that passed from now on", StringComparison.Ordinal)) is null
                ? "" : await _database.ScalarAsync<string>("select coalesce(max(holder), '') from s3_control.leases where name = 'sweeps'"), x => x.Length > 0);
        return ($"vsm.hosting.settings.replica-{holder[^12..]}", _processes.Single(x => x.Output.Contains($"Replica {holder} looks", StringComparison.Ordinal)));
    }

    /// <summary>Which of the two did a task says its output.</summary>
    public string NameOf(ServiceProcess process) => _processes.IndexOf(process) == 0 ? "first" : "second";

    public async Task<SettingView> SetAsync(string name, string value)
    {
        var version = (await Http.GetFromJsonAsync<SettingView>($"/api/v1/settings/{name}", Json))!.Version;
        using var response = await Http.PutAsJsonAsync($"/api/v1/settings/{name}", new SetSettingRequest { Value = value, Version = version, By = "tests", Reason = "to see it act" });
        Assert.That(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SettingView>(Json))!;
    }

    /// <summary>Hands in tasks until each process has done one, and gives all of them.</summary>
    public async Task<IReadOnlyList<TaskView>> DoAsync()
    {
        var done = new List<TaskView>();
        while (done.DistinctBy(x => x.Output).Count() < 2)
        {
            Assert.That(done, Has.Count.LessThan(400), "tasks that all went to one process");
            done.AddRange(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DoOneAsync())));
        }

        return done;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await ProcessReport.WriteAsync(process);
            await process.DisposeAsync();
        }

        foreach (var model in _models)
        {
            await model.DisposeAsync();
        }

        Http?.Dispose();
        await Broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<TaskView> DoOneAsync()
    {
        using var response = await Http.PostAsJsonAsync("/api/v1/tasks", new { content = "Say who you are.", requiredCapabilities = (string[])["names"] });
        var id = (await response.Content.ReadFromJsonAsync<TaskAccepted>(Json))!.Id;
        var task = await Eventually.ReadAsync(
            $"task {id}", () => Http.GetFromJsonAsync<TaskView>($"/api/v1/tasks/{id}", Json), x => TaskStates.IsFinal(x!.State) || x.State == TaskStates.AwaitingPerson);
        Assert.That(task!.State, Is.EqualTo("Approved"), task.Reason);
        return task;
    }

    private async Task StartProcessAsync(string name)
    {
        var model = await ChatServer.StartAsync();
        _models.Add(model);
        model.Otherwise = _ => ChatReply.Text($"{name}.", (1_000, 100));
        var settings = new Dictionary<string, string>(ServiceSettings.Of(Broker.Address, _database.ConnectionString))
        {
            ["Vsm:Transport"] = "RabbitMq", ["Vsm:Store"] = "PostgreSql", ["OPENAI_BASE_URL"] = model.Address.ToString(), ["OPENAI_API_KEY"] = ChatServer.Key,
            ["Vsm:Ai:Prices:0:Model"] = Model, ["Vsm:Ai:Prices:0:Input"] = "2", ["Vsm:Ai:Prices:0:Output"] = "1",
        };
        var process = ServiceProcess.Start("Vsm.AllInOne", [], settings);
        _processes.Add(process);
        var address = await process.StartedAsync();
        Http ??= AskingAgain.Client(address);
    }

    private async Task ApplyAsync()
    {
        await Eventually.ReadAsync("the catalogues", async () =>
        {
            using var functions = await Http.GetAsync("/api/v1/functions");
            using var checks = await Http.GetAsync("/api/v1/checks");
            return functions.IsSuccessStatusCode && checks.IsSuccessStatusCode;
        }, x => x);
        using var response = await Http.PostAsJsonAsync("/api/v1/organisations", new
        {
            name = "settings", purpose = "To be tested.",
            systems = new[] { new { name = "writer", kind = "llm", model = Model, capabilities = new[] { new { name = "names" } }, prompt = new { identity = "You say who you are." }, costPerTask = 0.01 } },
            policies = new[] { new { name = "short", rule = "A name has at most 6 words.", readings = new[] { new PolicyCheck { Check = "max_words", Parameters = new Dictionary<string, string> { ["max"] = "6" } } } } },
        });
        Assert.That(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await Eventually.ReadAsync(
            "the organisation applied", async () =>
            {
                using var organisation = await Http.GetAsync("/api/v1/organisations/root");
                return organisation.IsSuccessStatusCode ? (await organisation.Content.ReadFromJsonAsync<OrganisationView>(Json))!.State.ToString() : "";
            },
            x => x == "Applied");
    }
}
