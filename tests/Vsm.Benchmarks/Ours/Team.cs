using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Benchmarks.Servers;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Benchmarks.Ours;

/// <summary>The services that a task passes through, each as a process of its own with its settings as shipped.</summary>
internal sealed class Team : IAsyncDisposable
{
    private static readonly string[] Services = ["Vsm.S1.Operations", "Vsm.S3.Control", "Vsm.S3Star.Audit", "Vsm.S5.Policy", "Vsm.Dashboard"];
    private const string AllInOne = "Vsm.AllInOne";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private readonly Dictionary<string, ServiceProcess> _services;

    private Team(Dictionary<string, ServiceProcess> services, HttpClient http)
    {
        _services = services;
        Http = http;
    }

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>The dashboard's API.</summary>
    public HttpClient Http { get; }

    /// <summary>Ids of the processes by service.</summary>
    public IReadOnlyDictionary<string, int> Processes => _services.ToDictionary(x => x.Key, x => x.Value.Id);

    /// <summary>Starts them, and waits until the organisation is applied.</summary>
    /// <param name="servers">RabbitMQ and PostgreSQL.</param>
    /// <param name="database">Connection string of their database, which may be filled already.</param>
    /// <param name="organisation">What they are to be.</param>
    /// <param name="files">A folder that tasks may refer to.</param>
    /// <param name="more">Other settings.</param>
    public static Task<Team> StartAsync(
        BenchmarkServers servers, string database, OrganisationRequest organisation, string? files = null, IReadOnlyDictionary<string, string>? more = null) =>
        StartAsync(Services, Services[^1], organisation, ServiceSettings.Of(servers.RabbitMq, database, files).Concat(more ?? new Dictionary<string, string>()));

    /// <summary>Starts all of them in one process, in memory.</summary>
    public static Task<Team> StartInOneAsync(OrganisationRequest organisation, IReadOnlyDictionary<string, string> settings) => StartAsync(
        [AllInOne], AllInOne, organisation, settings.Append(KeyValuePair.Create("Vsm:Http:Urls", "http://127.0.0.1:0")));

    private static async Task<Team> StartAsync(
        string[] names, string dashboard, OrganisationRequest organisation, IEnumerable<KeyValuePair<string, string>> given)
    {
        var settings = new Dictionary<string, string>(given)
        {
            ["Vsm:StartTimeout"] = StartLimit.ToString("c"), // others may keep this machine busy
        };
        var services = names.ToDictionary(x => x, x => ServiceProcess.Start(x, [], settings));
        var team = new Team(services, new HttpClient());
        try
        {
            await Task.WhenAll(services.Values.Select(x => x.StartedAsync(StartLimit)));
            team.Http.BaseAddress = new Uri(await services[dashboard].StartedAsync(StartLimit), "/api/v1/");
            await team.ApplyAsync(organisation);
            return team;
        }
        catch (Exception exception)
        {
            var trouble = team.Trouble();
            await team.DisposeAsync();
            throw new InvalidOperationException($"The services did not come up: {exception.Message}\n{trouble}", exception);
        }
    }

    public async Task<T> GetAsync<T>(string path) => (await Http.GetFromJsonAsync<T>(path, Json))!;

    /// <summary>Warnings and errors that the services wrote last.</summary>
    public string Trouble() => string.Join('\n', _services.Values.SelectMany(x =>
        x.Output.Split('\n').Where(y => y.Contains("fail:") || y.Contains("crit:") || y.Contains("warn:")).TakeLast(10).Select(y => $"{x.Name}: {y}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
        {
            await service.DisposeAsync();
        }

        Http.Dispose();
    }

    private async Task ApplyAsync(OrganisationRequest organisation)
    {
        // What organisations are checked against comes from other services.
        foreach (var catalogue in (string[])["functions", "checks"])
        {
            await Eventually.ReadAsync($"the catalogue of {catalogue}", () => KnowsAsync(catalogue), x => x, StartLimit);
        }

        using var answer = await Http.PostAsJsonAsync("organisations", organisation, Json);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The organisation was refused: {await answer.Content.ReadAsStringAsync()}");
        }

        var state = await Eventually.ReadAsync(
            "the organisation applied", () => GetAsync<OrganisationView>($"organisations/{organisation.Vsm}"), x => x.State != OrganisationState.Applying, StartLimit);
        if (state.State != OrganisationState.Applied)
        {
            throw new InvalidOperationException($"The organisation was refused: {state.Reason}");
        }
    }

    private async Task<bool> KnowsAsync(string catalogue)
    {
        using var response = await Http.GetAsync(catalogue);
        return response.IsSuccessStatusCode;
    }
}
