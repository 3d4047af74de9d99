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
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, ServiceProcess> _services;

    private Team(PrivateDatabase database, Dictionary<string, ServiceProcess> services, HttpClient http)
    {
        Database = database;
        _services = services;
        Http = http;
    }

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public PrivateDatabase Database { get; }

    /// <summary>The dashboard's API.</summary>
    public HttpClient Http { get; }

    /// <summary>Ids of the processes by service.</summary>
    public IReadOnlyDictionary<string, int> Processes => _services.ToDictionary(x => x.Key, x => x.Value.Id);

    public static async Task<Team> StartAsync(BenchmarkServers servers, OrganisationRequest organisation)
    {
        var database = await PrivateDatabase.CreateAsync(servers.PostgreSql);
        var settings = ServiceSettings.Of(servers.RabbitMq, database.ConnectionString);
        var services = Services.ToDictionary(x => x, x => ServiceProcess.Start(x, [], settings));
        var team = new Team(database, services, new HttpClient());
        try
        {
            await Task.WhenAll(services.Values.Select(x => x.StartedAsync()));
            team.Http.BaseAddress = new Uri(await services["Vsm.Dashboard"].StartedAsync(), "/api/v1/");
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

    /// <summary>Ends one service at once.</summary>
    public async Task EndAsync(string service)
    {
        await _services[service].DisposeAsync();
        _services.Remove(service);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
        {
            await service.DisposeAsync();
        }

        Http.Dispose();
        await Database.DisposeAsync();
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
