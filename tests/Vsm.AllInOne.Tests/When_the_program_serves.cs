using System.Net;
using System.Net.Sockets;

namespace Vsm.AllInOne.Tests;

public sealed class When_the_program_serves : AllInOneTest
{
    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task It_answers_until_it_is_asked_to_end(string signal)
    {
        var process = Start("--Vsm:Http:Urls", "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = await process.StartedAsync() };
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await http.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await http.GetAsync("/openapi/v1.json")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await http.GetAsync("/api/v1/tasks/7")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }

        await process.SignalAsync(signal);
        Assert.That(await process.ExitAsync(), Is.Zero);
    }

    [Test]
    public async Task A_port_in_use_is_said_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, process) = await RunAsync("--Vsm:Http:Urls", $"http://127.0.0.1:{port}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(process.Output, Does.Contain($"127.0.0.1:{port}").And.Contain("address already in use")
                .And.Contain("End the program that uses the port, or choose another with --Vsm:Http:Urls"));
            Assert.That(process.Output, Does.Not.Contain("   at "), "no stack trace");
        }
    }
}
