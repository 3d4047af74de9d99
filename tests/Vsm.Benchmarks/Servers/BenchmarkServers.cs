using Vsm.Testing.Servers;

namespace Vsm.Benchmarks.Servers;

/// <summary>RabbitMQ and PostgreSQL for this run alone, and the processes that they are.</summary>
internal sealed class BenchmarkServers : IAsyncDisposable
{
    // Every service may take 40; otherwise as installed, syncing included.
    private static readonly Dictionary<string, string> Settings = new() { ["max_connections"] = "300" };
    private readonly RabbitMqServer _rabbitMq;
    private readonly PostgreSqlServer _postgreSql;

    private BenchmarkServers(RabbitMqServer rabbitMq, PostgreSqlServer postgreSql)
    {
        _rabbitMq = rabbitMq;
        _postgreSql = postgreSql;
    }

    public Uri RabbitMq => _rabbitMq.Uri;

    /// <summary>A connection string of its administrator.</summary>
    public string PostgreSql => _postgreSql.ConnectionString;

    /// <summary>The servers' processes by name.</summary>
    public IReadOnlyDictionary<string, int> Processes => new Dictionary<string, int> { ["RabbitMQ"] = _rabbitMq.Pid, ["PostgreSQL"] = _postgreSql.Pid };

    /// <summary>Starts both.</summary>
    /// <param name="statistics">Counts statements, where <c>pg_stat_statements</c> is installed. That costs processor time.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<BenchmarkServers> StartAsync(bool statistics, CancellationToken cancel)
    {
        var postgreSql = PostgreSqlServer.StartAsync(Settings, statistics, cancel);
        try
        {
            var rabbitMq = await RabbitMqServer.StartAsync(cancel);
            return new BenchmarkServers(rabbitMq, await postgreSql);
        }
        catch
        {
            await using var started = await postgreSql;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _rabbitMq.DisposeAsync();
        await _postgreSql.DisposeAsync();
    }
}
