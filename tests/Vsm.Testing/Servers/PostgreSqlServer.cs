using Npgsql;

namespace Vsm.Testing.Servers;

/// <summary>A PostgreSQL cluster of its own on a free port of 127.0.0.1, from the installed binaries, gone in the end. It syncs as it does anywhere.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private readonly ServerFolder _folder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private ChildProcess? _postmaster;

    private PostgreSqlServer(ServerFolder folder, IReadOnlyDictionary<string, string> settings)
    {
        _folder = folder;
        _settings = settings;
        Port = FreePort.Take();
        ConnectionString = $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres";
    }

    /// <summary>What a server has that is started without settings.</summary>
    public static IReadOnlyDictionary<string, string> DefaultSettings { get; } = new Dictionary<string, string>
    {
        ["max_connections"] = "200",
        // A transaction that waits for something else than the database is an error of ours.
        ["idle_in_transaction_session_timeout"] = "5s",
    };

    /// <summary>Where it listens, the same after every restart.</summary>
    public int Port { get; }

    /// <summary>Of the database <c>postgres</c>, as superuser.</summary>
    public string ConnectionString { get; }

    public bool IsRunning => _postmaster is { HasExited: false };

    /// <summary>The postmaster.</summary>
    public int Pid => _postmaster is { HasExited: false } postmaster ? postmaster.Pid : throw new InvalidOperationException("PostgreSQL does not run.");

    /// <summary>The postmaster and its children, as they are now.</summary>
    public IReadOnlyList<int> Pids => [Pid, .. ProcessTable.ChildrenOf(Pid)];

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings of <c>postgresql.conf</c>, instead of or beside <see cref="DefaultSettings"/>.</param>
    /// <param name="statistics">Loads <c>pg_stat_statements</c> where it is installed.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<PostgreSqlServer> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, bool statistics = false, CancellationToken cancel = default)
    {
        var all = new Dictionary<string, string>(DefaultSettings);
        if (statistics && Binaries.HasPostgreSqlLibrary("pg_stat_statements"))
        {
            all["shared_preload_libraries"] = "pg_stat_statements";
        }

        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }

        var server = new PostgreSqlServer(new ServerFolder("vsm-pg-"), all);
        try
        {
            await server.InitialiseAsync();
            await server.StartPostmasterAsync(cancel);
            if (all.GetValueOrDefault("shared_preload_libraries")?.Contains("pg_stat_statements", StringComparison.Ordinal) == true)
            {
                await server.ExecuteAsync("create extension pg_stat_statements");
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a database and returns how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await ExecuteAsync($"create database \"{name}\"");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Writes a database to a file, as a backup does.</summary>
    public Task BackUpAsync(string database, string file) => Command.RunAsync(
        NoEnvironment, Binaries.PgDump, "--host=127.0.0.1", $"--port={Port}", "--username=postgres", "--format=custom", $"--file={file}", database);

    /// <summary>Makes a database anew of what a file holds; nobody may be connected to it.</summary>
    public async Task RestoreAsync(string database, string file)
    {
        await ExecuteAsync($"drop database \"{database}\" with (force)");
        await ExecuteAsync($"create database \"{database}\"");
        await Command.RunAsync(
            NoEnvironment, Binaries.PgRestore, "--host=127.0.0.1", $"--port={Port}", "--username=postgres", "--exit-on-error", $"--dbname={database}", file);
    }

    /// <summary>Starts it again where it left off, and waits until it accepts connections. It is stopped first if it still runs.</summary>
    public async Task RestartAsync(CancellationToken cancel = default)
    {
        await StopAsync();
        await StartPostmasterAsync(cancel);
    }

    /// <summary><c>kill -9</c> of the postmaster; its children notice and end.</summary>
    public Task KillAsync() => _postmaster?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends it in order, without waiting for clients (a "fast shutdown").</summary>
    public Task StopAsync() => _postmaster?.StopAsync(StopLimit, Signals.Interrupt) ?? Task.CompletedTask;

    /// <summary>Sends a signal to every one of its processes, such as <see cref="Signals.Stop"/>.</summary>
    public void SignalAll(int signal)
    {
        foreach (var pid in Pids)
        {
            ChildProcess.Signal(pid, signal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postmaster is not null)
        {
            var children = IsRunning ? ProcessTable.ChildrenOf(Pid) : [];
            await _postmaster.DisposeAsync();
            await Eventually.ReadAsync("PostgreSQL's processes end", () => Task.FromResult(children.Count(x => ProcessTable.ParentOf(x) is not null)), x => x == 0);
        }

        _folder.Dispose();
    }

    private async Task InitialiseAsync()
    {
        var run = AsOwner(Binaries.Initdb);
        if (Environment.IsPrivilegedProcess)
        {
            await Command.RunAsync(NoEnvironment, "chown", "postgres", _folder.Path);
        }

        // Not synchronised here alone: an empty cluster is worth nothing. The server itself keeps fsync on.
        await Command.RunAsync(
            NoEnvironment, run[0], [.. run[1..], "-D", _folder["data"], "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]);
    }

    private async Task StartPostmasterAsync(CancellationToken cancel) =>
        await Eventually.ReadAsync($"PostgreSQL accepts connections on port {Port}", () => TryStartAsync(cancel), x => x, StartLimit);

    private async Task<bool> TryStartAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_postmaster is null || _postmaster.HasExited)
        {
            // The first tries after a kill may end at once, while children of the killed one still hold its memory.
            var run = AsOwner(Binaries.Postgres);
            _postmaster = ChildProcess.Start(
                "PostgreSQL", _folder["log"], NoEnvironment, run[0],
                [.. run[1..], "-D", _folder["data"], .. Settings().SelectMany(x => (string[])["-c", $"{x.Key}={x.Value}"])]);
        }

        try
        {
            await ExecuteAsync("select 1");
            return true;
        }
        catch (NpgsqlException) when (!_postmaster.HasExited || _postmaster.ExitCode == 1)
        {
            return false;
        }
        catch (NpgsqlException exception)
        {
            throw new InvalidOperationException($"PostgreSQL ended while it started.\n{_postmaster.LogEnd()}", exception);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private IEnumerable<KeyValuePair<string, string>> Settings() => _settings.Concat(
    [
        new("listen_addresses", "127.0.0.1"), new("port", $"{Port}"), new("unix_socket_directories", _folder.Path),
    ]);

    private static IReadOnlyDictionary<string, string?> NoEnvironment { get; } = new Dictionary<string, string?>();

    // PostgreSQL refuses to run as root.
    private static string[] AsOwner(string program) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program] : [program];
}
