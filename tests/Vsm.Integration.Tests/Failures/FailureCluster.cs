using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Hosting;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Failures;

/// <summary>The dashboard as a process that is killed at will, beside a service that fails when it is told to.</summary>
internal sealed class FailureCluster : IAsyncDisposable
{
    public const string Queue = "vsm.integration.failures";
    public const string Limited = "vsm.integration.limited";
    public const string Journal = "vsm.dashboard.journal";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServiceProcess> _dashboards = [];
    private WebApplication _service = null!;
    private HttpClient _http = new();

    private FailureCluster(PrivateBroker broker, PrivateDatabase database, Dictionary<string, string> settings)
    {
        Broker = broker;
        Database = database;
        _settings = settings;
    }

    public PrivateBroker Broker { get; }

    public PrivateDatabase Database { get; }

    public Cause Cause { get; } = new();

    public ServiceProcess Dashboard => _dashboards[^1];

    public static async Task<FailureCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var broker = await PrivateBroker.ConnectAsync(TestServers.RabbitMq, [Queue, Limited, Journal, FailedMessageQueues.DeadLetters]);
        var database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        var all = ServiceSettings.Of(broker.Address, database.ConnectionString);
        all["Vsm:Dashboard:SendTimeout"] = "00:00:01"; // and with it how long a claim holds
        all["Vsm:Failures:ResolvedAfter"] = "00:00:05";
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var cluster = new FailureCluster(broker, database, all);
        try
        {
            await cluster.StartServiceAsync();
            await cluster.StartDashboardAsync();
            await cluster.TellOfQueuesAsync(Queue, Limited);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    public async Task StartDashboardAsync()
    {
        _dashboards.Add(ServiceProcess.Start("Vsm.Dashboard", [], _settings));
        _http.Dispose();
        var started = await Eventually.ReadAsync(
            "the dashboard started", () => Task.FromResult(Dashboard.Output), x => Dashboard.HasExited || x.Contains("Started; HTTP on", StringComparison.Ordinal), TimeSpan.FromMinutes(4));
        Assert.That(Dashboard.HasExited, Is.False, started);
        _http = AskingAgain.Client(await Dashboard.StartedAsync());
    }

    /// <summary>Ends it as a crash would, and starts another.</summary>
    public async Task KillDashboardAsync()
    {
        await Dashboard.SignalAsync("KILL");
        await Dashboard.ExitAsync();
        await StartDashboardAsync();
    }

    public async Task SendAsync(IEnumerable<string> texts)
    {
        var endpoint = await _service.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{Queue}"));
        await Task.WhenAll(texts.Select(x => endpoint.Send(new DoIt(x))));
    }

    /// <summary>Publishes by its queue's exchange, as clients do that know no MassTransit.</summary>
    public async Task DeadLetterAsync(string body)
    {
        await using var channel = await Broker.OpenAsync();
        await channel.ExchangeDeclareAsync(Limited, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Limited, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = 1,
            ["x-dead-letter-exchange"] = FailedMessageQueues.DeadLetters,
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        });
        await channel.QueueBindAsync(Limited, Limited, "");
        await channel.BasicPublishAsync(Limited, "", mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes(body));
        for (var deliveries = 0; deliveries < 2; deliveries++)
        {
            var message = await Eventually.ReadAsync("the message to hand back", () => channel.BasicGetAsync(Limited, autoAck: false), x => x is not null);
            await channel.BasicNackAsync(message!.DeliveryTag, multiple: false, requeue: true);
        }
    }

    public async Task<(int ExitCode, string Out, string Output)> VsmAsync(params string[] arguments)
    {
        await using var vsm = ServiceProcess.Start("Vsm.Cli", [.. arguments, "--server", _http.BaseAddress!.ToString()]);
        var exitCode = await vsm.ExitAsync(TimeSpan.FromSeconds(120));
        return (exitCode, vsm.Out, vsm.Output);
    }

    public async Task<T> GetAsync<T>(string path) => (await _http.GetFromJsonAsync<T>($"/api/v1/{path}", Json))!;

    public async Task<T> PostAsync<T>(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync($"/api/v1/failed-messages/{path}", body, Json);
        Assert.That(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>(Json))!;
    }

    public Task<FailedMessagesTaken> RetryAllAsync(string note = "") => PostAsync<FailedMessagesTaken>(
        "retry", new RetryManyRequest { Filter = new FailedMessageFilter { All = true }, By = "Ada", Note = note.Length == 0 ? null : note });

    public Task<long> CountAsync(string state, string where = "true") =>
        Database.ScalarAsync<long>($"select count(*) from dashboard.failed_messages where state = '{state}' and {where}");

    public Task<long> WaitForAsync(string state, long count, string where = "true") =>
        Eventually.ReadAsync($"{count} messages {state} where {where}", () => CountAsync(state, where), x => x == count, TimeSpan.FromMinutes(4));

    /// <summary>What lies in the queue and beside it.</summary>
    public async Task<IReadOnlyList<uint?>> OnBrokerAsync() =>
        [await Broker.CountAsync(Queue), await Broker.CountAsync(Queue + "_error"), await Broker.CountAsync(Queue + "_skipped"), await Broker.CountAsync(FailedMessageQueues.DeadLetters)];

    public async ValueTask DisposeAsync()
    {
        foreach (var dashboard in _dashboards)
        {
            await ProcessReport.WriteAsync(dashboard);
            await dashboard.DisposeAsync();
        }

        _http.Dispose();
        if (_service is not null)
        {
            await _service.StopAsync();
            await _service.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task StartServiceAsync()
    {
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?>
        {
            ["Vsm:RabbitMq:Uri"] = Broker.Address.ToString(),
            ["Vsm:Store"] = "InMemory",
            ["Vsm:Retries"] = "0",
            ["Logging:LogLevel:Default"] = "Critical",
        });
        builder.Services.AddSingleton(Cause);
        builder.AddToBus(bus => bus.AddConsumer<StubbornConsumer>());
        _service = builder.BuildVsm();
        await _service.StartAsync();
    }

    // As a service does through its journal.
    private async Task TellOfQueuesAsync(params string[] queues)
    {
        var endpoint = await _service.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{Journal}"));
        await endpoint.Send(new JournalBatch { Entries = [.. queues.Select(x => QueueDescription.Entry("test", x, DateTimeOffset.UnixEpoch))] });
        await Eventually.ReadAsync("the queue's error queue", () => Broker.CountAsync(queues[0] + "_error"), x => x is not null);
    }
}
