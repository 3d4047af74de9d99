using Npgsql;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Recording;

/// <summary>Reads what the services stored.</summary>
internal sealed class DatabaseReader(string connectionString) : IAsyncDisposable
{
    private const int MostTries = 120;

    // Rows that are there only until they have been passed on.
    private static readonly (string Table, string Key)[] Passing =
    [
        ("s1_operations.journal", "id"), ("s3_control.journal", "id"), ("s3star_audit.journal", "id"), ("s5_policy.journal", "id"), ("dashboard.journal", "id"),
        ("s3star_audit.open_cases", "task_id"),
    ];

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 4 });

    public Task<IReadOnlyList<StoredTask>> TasksAsync(CancellationToken cancel) => ReadAsync(
        "select id, current_state, step, attempt from s3_control.tasks",
        x => new StoredTask(x.GetGuid(0), x.GetString(1), x.GetInt32(2), x.GetInt32(3)), cancel);

    public Task<IReadOnlyList<StoredRuling>> RulingsAsync(CancellationToken cancel) => ReadAsync(
        "select task_id, (ruling::jsonb->>'attempt')::int, (ruling::jsonb->>'evaluation')::int, verdict from s3star_audit.rulings",
        x => new StoredRuling(x.GetGuid(0), x.GetInt32(1), x.GetInt32(2), x.GetString(3)), cancel);

    public Task<IReadOnlyList<JournalStep>> StepsAsync(CancellationToken cancel) => ReadAsync(
        "select task_id, step, kind from dashboard.journal_entries where function = 's3' and task_id is not null and step is not null and kind like 'task.%'",
        x => new JournalStep(x.GetGuid(0), x.GetInt32(1), x.GetString(2)), cancel);

    public Task<IReadOnlyList<(string Vsm, long Last, long Entries)>> JournalsAsync(CancellationToken cancel) => ReadAsync(
        "select vsm, max(sequence), count(*) from dashboard.journal_entries group by vsm", x => (x.GetString(0), x.GetInt64(1), x.GetInt64(2)), cancel);

    /// <summary>Rows that wait to be passed on, by table.</summary>
    public async Task<ISet<(string Table, Guid Key)>> LeftAsync(CancellationToken cancel)
    {
        var left = new HashSet<(string, Guid)>();
        foreach (var (table, key) in Passing)
        {
            left.UnionWith(await ReadAsync($"select {key} from {table}", x => (table, x.GetGuid(0)), cancel));
        }

        return left;
    }

    /// <summary>Steps of tasks that the journal has not got yet.</summary>
    public async Task<long> UnrecordedAsync(CancellationToken cancel) => (await ReadAsync(
        """
        select (select coalesce(sum(step), 0) from s3_control.tasks)
             - (select count(*) from dashboard.journal_entries where function = 's3' and task_id is not null and step is not null and kind like 'task.%')
        """,
        x => x.GetInt64(0), cancel))[0];

    /// <summary>Messages that nobody could deal with, and that the dashboard took from the broker.</summary>
    public Task<IReadOnlyList<Dead>> FailedMessagesAsync(CancellationToken cancel) => ReadAsync(
        // Escaped, as a malformed body may be no text.
        """
        select queue, encode(body, 'escape'), reason from dashboard.failed_messages join dashboard.failed_message_contents using (id)
        """,
        x => new Dead($"table of {x.GetString(0)}", Bus.PoisonSender.Find(x.GetString(1)), x.GetString(2)), cancel);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ReadOnceAsync(sql, read, cancel);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections && tries < MostTries)
            {
                // The services have them all, as a scenario wants; who looks on takes the next that is free.
                await Pause.ForAsync(0.5, cancel);
            }
        }
    }

    private async Task<IReadOnlyList<T>> ReadOnceAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
