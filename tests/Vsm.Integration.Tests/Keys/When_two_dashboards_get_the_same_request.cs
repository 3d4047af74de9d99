using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;
using Vsm.Integration.Tests.Services;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Keys;

/// <summary>Two replicas of the dashboard over one database, with the test in Control's place.</summary>
public sealed class When_two_dashboards_get_the_same_request
{
    private const string Tasks = "vsm.s3.tasks";
    private const string Journal = "vsm.dashboard.journal";
    private PrivateBroker _broker = null!;
    private PrivateDatabase _database = null!;
    private ServiceProcess[] _processes = [];
    private HttpClient[] _dashboards = [];

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await PrivateBroker.ConnectAsync(TestServers.RabbitMq, Topology.Queues);
        _database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        var settings = ServiceSettings.Of(_broker.Address, _database.ConnectionString);
        _processes = [.. Enumerable.Range(0, 2).Select(_ => ServiceProcess.Start("Vsm.Dashboard", [], settings))];
        _dashboards = [.. (await Task.WhenAll(_processes.Select(x => x.StartedAsync()))).Select(x => AskingAgain.Client(x))];
        await _broker.PublishAsync(Journal, Envelope.Of("Vsm.Contracts.Dashboard:JournalBatch", new
        {
            entries = (object[])
            [
                new
                {
                    key = "organisation/root/1", function = "s5", kind = "organisation", at = DateTimeOffset.UnixEpoch, summary = "Applied.",
                    data = new { requestId = Guid.NewGuid(), name = "Keys", purpose = "To be tested.", version = 1, state = "Applied" },
                },
            ],
        }), Envelope.Json);
        await Eventually.ReadAsync(
            "the organisation", () => _database.ScalarAsync<long>("select count(*) from dashboard.organisations where takes_tasks"), x => x == 1);
    }

    [TearDown]
    public async Task EndAsync()
    {
        foreach (var process in _processes)
        {
            await ProcessReport.WriteAsync(process);
            await process.DisposeAsync();
        }

        foreach (var dashboard in _dashboards)
        {
            dashboard.Dispose();
        }

        await (_broker?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task At_once_under_one_key_it_makes_one_task()
    {
        await ControlTakesTasksAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(x => PostAsync(x % 2, "Count")));

        var ids = await Task.WhenAll(answers.Select(IdAsync));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await _database.ScalarAsync<long>("select count(*) from dashboard.tasks"), Is.EqualTo(1));
        Assert.That(await SentIdsAsync(), Is.All.EqualTo(ids[0]), "to Control the same id is the same task");
    }

    [Test]
    public async Task Two_tasks_at_once_under_one_key_leave_one_and_a_conflict()
    {
        await ControlTakesTasksAsync();

        var answers = await Task.WhenAll(PostAsync(0, "Count"), PostAsync(1, "Sum"), PostAsync(0, "Count"), PostAsync(1, "Sum"));

        var taken = answers.Where(x => x.StatusCode == HttpStatusCode.Accepted).ToList();
        Assert.That(answers.Count(x => x.StatusCode == HttpStatusCode.Conflict), Is.EqualTo(2));
        Assert.That((await Task.WhenAll(taken.Select(IdAsync))).Distinct().Count(), Is.EqualTo(1));
        Assert.That((await SentIdsAsync()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_could_not_be_sent_is_sent_by_the_other_and_its_key_stays_taken()
    {
        using var refused = await PostAsync(0, "Count");
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "nobody takes tasks yet");
        await ControlTakesTasksAsync();

        using var other = await PostAsync(1, "Sum");
        using var again = await PostAsync(1, "Count");
        using var third = await PostAsync(0, "Count");

        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await IdAsync(third), Is.EqualTo(await IdAsync(again)));
        Assert.That(await SentIdsAsync(), Has.Count.EqualTo(1));
    }

    private async Task ControlTakesTasksAsync()
    {
        await _broker.DeclareAsync(Tasks);
        await using var channel = await _broker.OpenAsync();
        await channel.ExchangeDeclareAsync(Tasks, ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(Tasks, Tasks, "");
    }

    private Task<HttpResponseMessage> PostAsync(int dashboard, string content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tasks") { Content = JsonContent.Create(new { content }) };
        request.Headers.Add("Idempotency-Key", "k1");
        return _dashboards[dashboard].SendAsync(request);
    }

    private static async Task<Guid> IdAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), text);
        return JsonElement.Parse(text).GetProperty("id").GetGuid();
    }

    private async Task<List<Guid>> SentIdsAsync()
    {
        var ids = new List<Guid>();
        while (await _broker.CountAsync(Tasks) > 0)
        {
            ids.Add(JsonElement.Parse((await _broker.TakeAsync(Tasks)).Body).GetProperty("message").GetProperty("taskId").GetGuid());
        }

        return ids;
    }
}
