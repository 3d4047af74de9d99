using System.Net;
using System.Text.Json;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

public sealed class When_a_service_is_stopped : ServicesTest
{
    private const string Operations = "Vsm.S1.Operations";
    private const string Vsm = "stop";
    private const int Rows = 3_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);
    private static string _organisation = "";

    [OneTimeSetUp]
    public void WriteFiles()
    {
        var folder = TheServices.Subfolder(Vsm);
        _organisation = Samples.Copy("sales-report", Vsm, folder);
        File.WriteAllText(_organisation, File.ReadAllText(_organisation).Replace("orders.csv", "orders-many.csv", StringComparison.Ordinal));
        Samples.WriteOrders(folder, Rows);
    }

    [Test]
    public async Task Work_under_way_is_finished_first()
    {
        await using var run = await RunUntilExecutingAsync();

        Assert.That(await Cluster[Operations].StopAsync(Limit), Is.Zero);
        Assert.That(await Broker.CountAsync(AgentQueueNames.Of(Vsm, 1)), Is.Zero, "nothing was handed back");

        await Cluster.StartServiceAsync(Operations);
        await ExpectApprovedAsync(run);
    }

    [Test]
    public async Task Work_that_takes_longer_than_a_stop_may_is_handed_back_and_done_after_the_next_start()
    {
        await Cluster[Operations].StopAsync(Limit);
        await Cluster.StartServiceAsync(Operations, ("Vsm:DrainTimeout", "00:00:01"));
        await using var run = await RunUntilExecutingAsync();

        Assert.That(await Cluster[Operations].StopAsync(Limit), Is.Zero);
        await Eventually.ReadAsync("the task back in the agent's queue", () => Broker.CountAsync(AgentQueueNames.Of(Vsm, 1)), x => x == 1);

        await Cluster.StartServiceAsync(Operations);
        await ExpectApprovedAsync(run);
    }

    [Test]
    public async Task It_says_that_it_is_not_ready_and_answers_until_its_work_is_done()
    {
        using var http = new HttpClient { BaseAddress = await Cluster[Operations].StartedAsync() };
        await using var run = await RunUntilExecutingAsync();

        await Cluster[Operations].SignalAsync("TERM");
        var ready = await Eventually.ReadAsync("not ready", () => StatusAsync(http, "ready"), x => x != HttpStatusCode.OK);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ready, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "it still answers");
            Assert.That(await StatusAsync(http, "live"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await Cluster[Operations].ExitAsync(Limit), Is.Zero);
        }

        await Cluster.StartServiceAsync(Operations);
        await ExpectApprovedAsync(run);
    }

    [Test]
    public async Task A_second_signal_ends_it_at_once_and_the_work_is_done_after_the_next_start()
    {
        using var http = new HttpClient { BaseAddress = await Cluster[Operations].StartedAsync() };
        await using var run = await RunUntilExecutingAsync();

        await Cluster[Operations].SignalAsync("TERM");
        // Two signals that nobody has taken yet are one.
        await Eventually.ReadAsync("not ready", () => StatusAsync(http, "ready"), x => x != HttpStatusCode.OK);
        await Cluster[Operations].SignalAsync("TERM");
        Assert.That(await Cluster[Operations].ExitAsync(TimeSpan.FromSeconds(10)), Is.EqualTo(143));

        await Cluster.StartServiceAsync(Operations);
        await ExpectApprovedAsync(run);
    }

    [Test]
    public async Task Every_service_ends_in_time_and_starts_again()
    {
        foreach (var service in Cluster.Services)
        {
            var process = Cluster[service];
            var before = process.Output.Length;
            var stopped = await process.StopAsync(Limit);
            await Cluster.StartServiceAsync(service); // first, as the other tests need it
            Assert.That(stopped, Is.Zero, service);
            Assert.That(process.Output[before..], Does.Not.Contain("fail:").And.Not.Contain("crit:"), service);
        }

        var (exitCode, _, output) = await RunAsync("sales-report", "after-stop");
        Assert.That(exitCode, Is.Zero, output);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string probe)
    {
        using var response = await http.GetAsync($"/health/{probe}");
        return response.StatusCode;
    }

    private static async Task<ServiceProcess> RunUntilExecutingAsync()
    {
        var run = ServiceProcess.Start("Vsm.Cli", ["run", _organisation, "--server", Cluster.Address.ToString(), "--output", "json"]);
        await run.LineAsync("accountant");
        await Eventually.ReadAsync("the task with the agent", () => Broker.CountAsync(AgentQueueNames.Of(Vsm, 1)), x => x == 0);
        return run;
    }

    private static async Task ExpectApprovedAsync(ServiceProcess run)
    {
        Assert.That(await run.ExitAsync(TimeSpan.FromSeconds(120)), Is.Zero, run.Output);
        var task = JsonElement.Parse(run.Out).GetProperty("tasks").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.GetProperty("state").GetString(), Is.EqualTo("Approved"));
            Assert.That(task.GetProperty("attempts").GetInt32(), Is.EqualTo(1), "no attempt was lost");
            Assert.That(await TroubleAsync(), Is.Empty);
        }
    }
}
