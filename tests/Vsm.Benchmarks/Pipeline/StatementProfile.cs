using Npgsql;
using Vsm.Benchmarks.Servers;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>What PostgreSQL counted of its statements since the start.</summary>
internal sealed class StatementProfile : IAsyncDisposable
{
    private const int Most = 25;

    private const string Top =
        """
        select calls, total_exec_time + total_plan_time, regexp_replace(query, '\s+', ' ', 'g') from pg_stat_statements
        where query not ilike '%pg_stat_statements%' order by 2 desc limit @most
        """;

    private readonly NpgsqlConnection _connection;

    private StatementProfile(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StatementProfile> StartAsync(BenchmarkServers servers)
    {
        var connection = new NpgsqlConnection(servers.PostgreSql);
        await connection.OpenAsync();
        try
        {
            await using var reset = new NpgsqlCommand("select pg_stat_statements_reset()", connection);
            await reset.ExecuteNonQueryAsync();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedFunction)
        {
            throw new InvalidOperationException("--profile needs pg_stat_statements, which this PostgreSQL does not have (Debian: in the package postgresql).", exception);
        }

        return new StatementProfile(connection);
    }

    /// <summary>The costliest ones, for so many tasks.</summary>
    public async Task<IReadOnlyList<Statement>> ReadAsync(int tasks)
    {
        await using var command = new NpgsqlCommand(Top, _connection) { Parameters = { new("most", Most) } };
        await using var reader = await command.ExecuteReaderAsync();
        var statements = new List<Statement>();
        while (await reader.ReadAsync())
        {
            statements.Add(Statement.Of(reader.GetInt64(0), reader.GetDouble(1), reader.GetString(2), tasks));
        }

        return statements;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

/// <summary>A statement, and what it cost.</summary>
internal sealed record Statement(double CallsPerTask, double MsPer1000, double MsPerCall, string Text)
{
    private const int Longest = 200;

    public static Statement Of(long calls, double milliseconds, string text, int tasks) => new(
        Math.Round((double)calls / tasks, 2),
        Math.Round(milliseconds * 1000 / tasks, 1),
        Math.Round(milliseconds / calls, 3),
        text.Length > Longest ? text[..Longest] + "…" : text);
}
