using System.Globalization;
using RabbitMQ.Client;
using Vsm.Integration.Tests.Services;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Timers;

/// <summary>Replicas of Control as processes, with nothing around them but the servers and an organisation that has no System 1.</summary>
internal sealed class Controls : IAsyncDisposable
{
    private const string Service = "Vsm.S3.Control";
    private const string Organisations = "vsm.s3.organisations";
    private const string Tasks = "vsm.s3.tasks";
    private const string Journal = "vsm.dashboard.journal";
    public const string Answers = "vsm-test-answers";
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServiceProcess> _processes = [];

    private Controls(PrivateDatabase database, PrivateBroker broker)
    {
        Database = database;
        Broker = broker;
        _settings = ServiceSettings.Of(broker.Address, database.ConnectionString);
    }

    public PrivateDatabase Database { get; }

    public PrivateBroker Broker { get; }

    public static async Task<Controls> CreateAsync()
    {
        var broker = await PrivateBroker.ConnectAsync(TestServers.RabbitMq, Topology.Queues);
        var controls = new Controls(await PrivateDatabase.CreateAsync(TestServers.PostgreSql), broker);
        await broker.DeclareAsync(Answers);
        await broker.DeclareAsync(Journal);
        await using var channel = await broker.OpenAsync();
        await channel.ExchangeDeclareAsync(Journal, ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(Journal, Journal, "");
        return controls;
    }

    public async Task<ServiceProcess> StartAsync()
    {
        var process = ServiceProcess.Start(Service, [], _settings);
        _processes.Add(process);
        await process.StartedAsync();
        return process;
    }

    /// <summary>An organisation whose tasks wait for a person so long and no longer.</summary>
    public async Task ApplyOrganisationAsync(TimeSpan personTimeout)
    {
        await Broker.PublishAsync(Organisations, Envelope.Of("Vsm.Contracts.Policy:PurposeDefined", new
        {
            name = "Timers", purpose = "To be tested.", version = 1, limits = new { personTimeoutMs = (long)personTimeout.TotalMilliseconds },
        }), Envelope.Json);
        await Broker.PublishAsync(Organisations, Envelope.Of("Vsm.Contracts.Policy:PolicySetChanged", new
        {
            policySet = new { vsm = "root", version = 1, policies = Array.Empty<object>() }, reason = "Applied.",
        }), Envelope.Json);
        await Eventually.ReadAsync("the organisation", () => NumberAsync("select count(*) from s3_control.organisations where version = 1"), x => x == 1);
    }

    /// <summary>Hands in tasks that nobody can do, and says for Policy that it makes no System 1 for them: they wait for a person.</summary>
    /// <returns>How long their two steps took.</returns>
    public async Task<TimeSpan> HandInAsync(int count)
    {
        var start = TimeProvider.System.GetTimestamp();
        var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToList();
        await SendAsync(ids, Envelope.AssignTask, x => new { taskId = x, content = "Wait.", requiredCapabilities = (string[])["none"], replyTo = $"queue:{Answers}" });
        await AllInAsync("ClosingGap", count);
        await SendAsync(ids, "Vsm.Contracts.Policy:CapabilityGapNotClosed", x => new { taskId = x, attempt = 0, reason = "No template fits." });
        await Eventually.ReadAsync(
            $"{count} tasks that waited for a person", () => NumberAsync("select count(*) from s3_control.tasks where current_state in ('AwaitingPerson', 'Expired')"), x => x == count);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Who sweeps, as the database says.</summary>
    public Task<string> SweeperAsync(Func<string, bool>? fits = null) => Eventually.ReadAsync(
        "a replica that sweeps",
        async () => await TableAsync("leases")
            ? await Database.ScalarAsync<string>("select coalesce(max(holder), '') from s3_control.leases where name = 'sweeps' and expires_at > clock_timestamp()")
            : "",
        x => x.Length > 0 && fits?.Invoke(x) != false);

    /// <summary>Waits until so many tasks are in a state.</summary>
    public Task AllInAsync(string state, int count) => Eventually.ReadAsync(
        $"{count} tasks {state}", () => NumberAsync($"select count(*) from s3_control.tasks where current_state = '{state}'"), x => x == count);

    public async Task<double> NumberAsync(string sql) => Convert.ToDouble(await Database.ScalarAsync<object>(sql), CultureInfo.InvariantCulture);

    /// <summary>Keeps when the tasks are due, which is forgotten at their end.</summary>
    public Task RememberDueAsync() =>
        Database.ScalarAsync<object?>("create table public.due as select id, due_at from s3_control.tasks where due_at is not null");

    public Task<bool> TableAsync(string name) =>
        Database.ScalarAsync<bool>($"select exists (select 1 from information_schema.tables where table_schema = 's3_control' and table_name = '{name}')");

    private async Task SendAsync(IEnumerable<Guid> ids, string type, Func<Guid, object> message)
    {
        foreach (var chunk in ids.Chunk(50))
        {
            await Task.WhenAll(chunk.Select(x => Broker.PublishAsync(Tasks, Envelope.Of(type, message(x)), Envelope.Json)));
        }
    }

    public async Task ReportAsync()
    {
        foreach (var process in _processes)
        {
            await ProcessReport.WriteAsync(process);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }
}
