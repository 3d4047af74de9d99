using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

public sealed class When_a_server_is_missing
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(4);

    [Test]
    public async Task A_service_waits_for_a_database_that_does_not_answer_and_gives_up()
    {
        var port = UnusedPort();
        var output = await GivesUpAsync(TestServers.RabbitMq, $"Host=127.0.0.1;Port={port};Username=vsm;Password=hushhush;Database=vsm");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Contain($"Waiting for the database to bring schema s5_policy up to date: Failed to connect to 127.0.0.1:{port}"));
            Assert.That(output, Does.Contain("The database did not answer within 00:00:04 (Vsm:StartTimeout)").And.Contain("Vsm:Database:ConnectionString"));
            Assert.That(output, Does.Not.Contain("hushhush"));
        }
    }

    [Test]
    public async Task A_service_waits_for_a_database_that_is_not_made_yet_and_gives_up()
    {
        var database = new NpgsqlConnectionStringBuilder(TestServers.PostgreSql) { Database = "vsm_test_not_there" };
        var output = await GivesUpAsync(TestServers.RabbitMq, database.ConnectionString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Contain("Waiting for the database").And.Contain("database \"vsm_test_not_there\" does not exist"));
            Assert.That(output, Does.Contain("The database did not answer within 00:00:04 (Vsm:StartTimeout)"));
        }
    }

    [Test]
    public async Task A_service_waits_for_SQL_Server_and_gives_up()
    {
        var output = await EndsAsync(OnSqlServer(cultures: true));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Contain("The database did not answer within 00:00:04 (Vsm:StartTimeout)").And.Contain("Vsm:Database:ConnectionString"));
            Assert.That(output, Does.Not.Contain("hushhush"));
        }
    }

    [Test]
    public async Task A_service_that_runs_without_what_SqlClient_needs_says_so() => Assert.That(
        await EndsAsync(OnSqlServer(cultures: false)), Does.Contain("A setting is wrong: Vsm:Store=SqlServer").And.Contain("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false"));

    [Test]
    public async Task A_service_waits_for_a_broker_and_gives_up()
    {
        await using var database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        var port = UnusedPort();
        var output = await GivesUpAsync(new Uri($"amqp://vsm:hushhush@127.0.0.1:{port}"), database.ConnectionString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Contain("Waiting for the broker").And.Contain($"127.0.0.1:{port}"));
            Assert.That(output, Does.Contain("The broker did not answer within 00:00:04 (Vsm:StartTimeout)").And.Contain("Vsm:RabbitMq:Uri"));
            Assert.That(output, Does.Not.Contain("hushhush"));
        }
    }

    private static Dictionary<string, string> OnSqlServer(bool cultures)
    {
        var settings = ServiceSettings.Of(TestServers.RabbitMq, $"Server=127.0.0.1,{UnusedPort()};Database=vsm;User ID=vsm;Password=hushhush;ConnectRetryCount=0");
        settings["Vsm:Store"] = "SqlServer";
        settings["Vsm:StartTimeout"] = StartTimeout.ToString("c");
        settings["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = cultures ? "false" : "true";
        return settings;
    }

    private static async Task<string> EndsAsync(Dictionary<string, string> settings)
    {
        await using var service = ServiceProcess.Start("Vsm.S5.Policy", [], settings);
        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        await ProcessReport.WriteAsync(service);
        return service.Output;
    }

    private static async Task<string> GivesUpAsync(Uri broker, string database)
    {
        var settings = ServiceSettings.Of(broker, database);
        settings["Vsm:StartTimeout"] = StartTimeout.ToString("c");
        var start = Stopwatch.GetTimestamp();
        await using var service = ServiceProcess.Start("Vsm.S5.Policy", [], settings);
        var exitCode = await service.ExitAsync();
        var took = Stopwatch.GetElapsedTime(start);
        await ProcessReport.WriteAsync(service);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(1), service.Output);
            Assert.That(took, Is.GreaterThanOrEqualTo(StartTimeout), "it waited");
            Assert.That(service.Output, Does.Not.Contain("   at "), "no stack trace");
        }

        return service.Output;
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
