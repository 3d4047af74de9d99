using Npgsql;
using RabbitMQ.Client;
using Vsm.Testing.Servers;

namespace Vsm.Resilience.Tests.Servers;

public sealed class When_a_private_server_is_killed
{
    [Test]
    public async Task PostgreSql_keeps_what_was_committed_and_its_port()
    {
        await using var server = await PostgreSqlServer.StartAsync(statistics: true);
        var database = await server.CreateDatabaseAsync("kept");
        await ExecuteAsync(database, "create table kept (x int)");
        var (first, children) = (server.Pid, server.Pids.Count);

        await server.KillAsync();
        Assert.That(server.IsRunning, Is.False);
        await server.RestartAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ExecuteAsync(database, "select count(*) from kept"), Is.Zero);
            Assert.That(await ExecuteAsync(database, "show idle_in_transaction_session_timeout"), Is.EqualTo("5s"));
            Assert.That(await ExecuteAsync(database, "show fsync"), Is.EqualTo("on"));
            Assert.That(server.Pid, Is.Not.EqualTo(first));
            Assert.That(children, Is.GreaterThan(3));
        }
    }

    [Test]
    public async Task RabbitMq_keeps_what_was_confirmed_and_its_port()
    {
        await using var server = await RabbitMqServer.StartAsync();
        await UseAsync(server, channel =>
            channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }));
        await server.WriteDownQueuesAsync();
        await UseAsync(server, channel => channel.BasicPublishAsync(
            "", "kept", mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, "x"u8.ToArray()).AsTask());
        Assert.That(await File.ReadAllTextAsync($"/proc/{server.Pid}/comm"), Is.EqualTo("beam.smp\n"));

        await server.KillAsync();
        Assert.That(server.IsRunning, Is.False);
        await server.RestartAsync();

        await UseAsync(server, async channel => Assert.That(await channel.BasicGetAsync("kept", autoAck: true), Is.Not.Null));
        Assert.That(await server.RabbitmqctlAsync("list_queues", "-q", "name"), Does.Contain("kept"));
    }

    [Test]
    public async Task Nothing_is_left_of_one_that_is_disposed()
    {
        var server = await PostgreSqlServer.StartAsync();
        var folder = (string)(await ExecuteAsync(server.ConnectionString, "show data_directory"))!;
        var pids = server.Pids;

        await server.DisposeAsync();

        Assert.That(Directory.Exists(folder), Is.False);
        Assert.That(pids.Where(x => ProcessTable.ParentOf(x) is not null), Is.Empty);
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task UseAsync(RabbitMqServer server, Func<IChannel, Task> use)
    {
        await using var connection = await new ConnectionFactory { Uri = server.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await use(channel);
    }
}
