using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;
using Vsm.Testing;

namespace Vsm.Resilience.Tests.Guards;

public sealed class When_the_broker_blocks_publishers : GuardsTest
{
    private const string Organisations = "vsm.s5.organisations";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Commands_are_answered_with_503_until_it_takes_them_again()
    {
        await using var database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        await using (var channel = await Broker.OpenAsync())
        {
            await channel.ExchangeDeclareAsync(Organisations, ExchangeType.Fanout, durable: true);
            await channel.QueueDeclareAsync(Organisations, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(Organisations, Organisations, "");
        }

        var settings = ServiceSettings.Of(TheBroker.Server.Uri, database.ConnectionString);
        settings["Vsm:Dashboard:SendTimeout"] = "00:00:03";
        await using var dashboard = ServiceProcess.Start("Vsm.Dashboard", [], settings);
        using var http = new HttpClient { BaseAddress = await dashboard.StartedAsync() };
        await ReadyAsync(http, HttpStatusCode.OK);
        try
        {
            await TheBroker.Server.RabbitmqctlAsync("set_vm_memory_high_watermark", "absolute", "1MB");
            var problem = await ReadyAsync(http, HttpStatusCode.ServiceUnavailable);
            Assert.That(problem, Does.Contain("it blocks publishers (low on memory)"));

            for (var i = 0; i < 3; i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var refused = await ApplyAsync(http);
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
                    Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
                    Assert.That(refused.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
                    Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(15)), "the wait is bounded");
                }
            }

            Assert.That((await http.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await http.GetAsync("/api/v1/tasks")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "what only reads goes on");
        }
        finally
        {
            await TheBroker.Server.RabbitmqctlAsync("set_vm_memory_high_watermark", "0.6");
        }

        await ReadyAsync(http, HttpStatusCode.OK);
        using var taken = await ApplyAsync(http);
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await taken.Content.ReadAsStringAsync());
        Assert.That(await Broker.CountAsync(Organisations), Is.EqualTo(1), "what was refused was not sent later");
        await ProcessReport.WriteAsync(dashboard);
        await using var cleaning = await Broker.OpenAsync();
        await cleaning.QueueDeleteAsync(Organisations);
        await cleaning.ExchangeDeleteAsync(Organisations);
    }

    [Test]
    public async Task Consumers_go_on()
    {
        var done = 0;
        await using var process = await GuardedProcess.StartAsync(
            _ =>
            {
                Interlocked.Increment(ref done);
                return Task.CompletedTask;
            },
            ("Vsm:Watchdog:Patience", "00:00:02"), ("Vsm:Watchdog:Interval", "00:00:00.500"));
        await process.ProbeUntilAsync("ready", HttpStatusCode.OK, Limit);
        try
        {
            await TheBroker.Server.RabbitmqctlAsync("set_vm_memory_high_watermark", "absolute", "1MB");
            await process.ProbeUntilAsync("ready", HttpStatusCode.ServiceUnavailable, Limit);
            var sending = process.SendAsync("now");
            using (var alarm = new PeriodicTimer(TimeSpan.FromSeconds(8)))
            {
                await alarm.WaitForNextTickAsync();
            }

            Assert.That(sending.IsCompleted, Is.False, "it is blocked");
            Assert.That((await process.ProbeAsync("live")).Status, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            await TheBroker.Server.RabbitmqctlAsync("set_vm_memory_high_watermark", "0.6");
        }

        await process.ProbeUntilAsync("ready", HttpStatusCode.OK, Limit);
        await process.SendAsync("later");
        await Eventually.ReadAsync("both", () => Task.FromResult(Volatile.Read(ref done)), x => x == 2, Limit);
    }

    private static Task<HttpResponseMessage> ApplyAsync(HttpClient http) => http.PostAsJsonAsync("/api/v1/organisations", new
    {
        name = "Blocked", vsm = "blocked", purpose = "Wait.",
        systems = (object[])[new { name = "waiter", kind = "function", capabilities = (object[])[new { name = "waiting" }], steps = (object[])[new { function = "search" }] }],
    });

    private static async Task<string> ReadyAsync(HttpClient http, HttpStatusCode expected) => (await Eventually.ReadAsync(
        $"ready {expected}",
        async () =>
        {
            using var response = await http.GetAsync("/health/ready");
            return (response.StatusCode, Body: JsonElement.Parse(await response.Content.ReadAsStringAsync()).ToString());
        },
        x => x.StatusCode == expected, Limit)).Body;
}
