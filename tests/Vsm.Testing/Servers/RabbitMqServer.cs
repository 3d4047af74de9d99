using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Vsm.Testing.Servers;

/// <summary>A RabbitMQ node of its own on free ports of 127.0.0.1, from the installed binaries, gone in the end.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private readonly ServerFolder _folder;
    private readonly Dictionary<string, string?> _environment;
    private readonly int _epmdPort = FreePort.Take();
    private ChildProcess? _epmd;
    private ChildProcess? _node;

    private RabbitMqServer(ServerFolder folder)
    {
        _folder = folder;
        Port = FreePort.Take();
        Uri = new Uri($"amqp://guest:guest@127.0.0.1:{Port}");
        _environment = PrepareNode();
    }

    /// <summary>Where it listens, the same after every restart.</summary>
    public int Port { get; }

    /// <summary>User and virtual host are those that a new node has.</summary>
    public Uri Uri { get; }

    public bool IsRunning => _node is { HasExited: false };

    /// <summary>The process of the node (<c>beam.smp</c>).</summary>
    public int Pid => _node is { HasExited: false } node ? node.Pid : throw new InvalidOperationException("RabbitMQ does not run.");

    /// <summary>The same, for whoever measures.</summary>
    public IReadOnlyList<int> Pids => [Pid];

    public static async Task<RabbitMqServer> StartAsync(CancellationToken cancel = default)
    {
        var server = new RabbitMqServer(new ServerFolder("vsm-mq-"));
        try
        {
            server._epmd = ChildProcess.Start("epmd", server._folder["epmd.log"], server._environment, Binaries.Epmd, "-port", $"{server._epmdPort}", "-address", "127.0.0.1");
            await server.StartNodeAsync(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again where it left off, and waits until it accepts connections. It is stopped first if it still runs.</summary>
    public async Task RestartAsync(CancellationToken cancel = default)
    {
        await StopAsync();
        await StartNodeAsync(cancel);
    }

    /// <summary>
    /// Has it write down which quorum queues there are. RabbitMQ 3.10 does so half a second late: a queue that was declared just before a <c>kill -9</c> never
    /// gets well again.
    /// </summary>
    public Task WriteDownQueuesAsync() => RabbitmqctlAsync("eval", "[ok = dets:sync(Table) || Table <- dets:all()].");

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _node?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends it in order.</summary>
    public Task StopAsync() => _node?.StopAsync(StopLimit) ?? Task.CompletedTask;

    /// <summary>Sends a signal to the node, such as <see cref="Signals.Stop"/>.</summary>
    public void Signal(int signal) => _node?.Signal(signal);

    /// <summary>Runs <c>rabbitmqctl</c> against this node and returns what it wrote.</summary>
    public Task<string> RabbitmqctlAsync(params IEnumerable<string> arguments) => Command.RunAsync(_environment, Binaries.Rabbitmqctl, arguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ChildProcess?[])[_node, _epmd])
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    private async Task StartNodeAsync(CancellationToken cancel)
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        var node = _node = ChildProcess.Start("RabbitMQ", _folder["console.log"], _environment, Binaries.RabbitMqServer);
        await Eventually.ReadAsync($"RabbitMQ accepts connections on port {Port}", () => AnswersAsync(node, cancel), x => x, StartLimit);
    }

    private async Task<bool> AnswersAsync(ChildProcess node, CancellationToken cancel)
    {
        if (node.HasExited)
        {
            throw new InvalidOperationException($"RabbitMQ ended while it started.\n{node.LogEnd()}");
        }

        try
        {
            var factory = new ConnectionFactory { Uri = Uri, AutomaticRecoveryEnabled = false, ClientProvidedName = "Vsm.Testing start" };
            await using var connection = await factory.CreateConnectionAsync(cancel);
            return true;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or OperationInterruptedException)
        {
            return false;
        }
    }

    private Dictionary<string, string?> PrepareNode()
    {
        foreach (var name in (string[])["conf.d", "log", "mnesia"])
        {
            Directory.CreateDirectory(_folder[name]);
        }

        _folder.Write(".erlang.cookie", Guid.NewGuid().ToString("n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder[".erlang.cookie"], UnixFileMode.UserRead); // Erlang refuses one that others can read
        }

        return new()
        {
            ["HOME"] = _folder.Path,
            ["ERL_EPMD_PORT"] = $"{_epmdPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"vsm-{Guid.NewGuid():n}@localhost",
            ["RABBITMQ_NODE_PORT"] = $"{Port}",
            ["RABBITMQ_DIST_PORT"] = $"{FreePort.Take()}",
            ["RABBITMQ_CONF_ENV_FILE"] = _folder.Write("rabbitmq-env.conf", ""),
            ["RABBITMQ_CONFIG_FILE"] = _folder.Write(
                "rabbitmq.conf", $"listeners.tcp.1 = 127.0.0.1:{Port}\nloopback_users.guest = true\nraft.wal_max_size_bytes = 64000000\nlog.file.level = info\n"),
            ["RABBITMQ_CONFIG_FILES"] = _folder["conf.d"],
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = _folder.Write("advanced.config", "[].\n"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.Write("enabled_plugins", "[].\n"),
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = _folder.Path,
            ["RABBITMQ_SCHEMA_DIR"] = _folder["schema"],
            ["RABBITMQ_MNESIA_BASE"] = _folder["mnesia"],
            ["RABBITMQ_LOG_BASE"] = _folder["log"],
            ["RABBITMQ_PID_FILE"] = _folder["pid"],
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            // Without it a shell would stand between this process and the node.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        };
    }
}
