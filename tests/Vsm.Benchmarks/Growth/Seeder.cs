using Npgsql;

namespace Vsm.Benchmarks.Growth;

/// <summary>
/// Fills the services' database with copies of tasks that really ended, with their rows in every schema. Hashes stay those of the originals, so the
/// journal's chain does not hold over the copies; everything else is as if the tasks had been run.
/// </summary>
internal sealed class Seeder(string connectionString) : IAsyncDisposable
{
    private const int Templates = 1000;
    private const int CopiesAtOnce = 50;
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);
    private int _copies;

    /// <summary>Tables that grow with tasks and could not be copied.</summary>
    public IReadOnlyList<string> Left { get; private set; } = [];

    public Task<long> StoredAsync() => _source.ScalarAsync<long>("select count(*) from dashboard.tasks where ended_at is not null");

    public Task<long> SizeMbAsync() => _source.ScalarAsync<long>("select pg_database_size(current_database()) / 1048576");

    /// <summary>Ids of stored tasks, from all over.</summary>
    public Task<IReadOnlyList<(Guid Id, int Number)>> SampleAsync(int count) => _source.QueryAsync(
        $"select id, number from dashboard.tasks where number is not null order by md5(id::text) limit {count}", x => (x.GetGuid(0), x.GetInt32(1)));

    /// <summary>Copies until about so many finished tasks are stored. The services must not run.</summary>
    public async Task FillAsync(long tasks, Progress progress)
    {
        var plan = new SeedPlan(_source);
        var tables = await plan.MakeAsync(Templates);
        Left = await plan.LeftAsync(tables);
        var templates = await _source.ScalarAsync<long>("select count(distinct task) from benchmark.owned");
        var copies = (int)((tasks - await StoredAsync()) / templates);
        var counters = await plan.CountersAsync(tables, _copies + 1);
        for (var done = 0; done < copies; done += CopiesAtOnce)
        {
            var now = Math.Min(CopiesAtOnce, copies - done);
            foreach (var table in tables)
            {
                await _source.ExecuteAsync(table.CopySql(counters), ("first", _copies + 1), ("last", _copies + now));
            }

            _copies += now;
            progress.Say($"Copied {(done + now) * templates} of {copies * templates} tasks in {tables.Count} tables");
        }

        await GoOnAsync();
        await _source.ExecuteAsync("vacuum analyze");
        await _source.ExecuteAsync("checkpoint");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // New tasks and entries have to go on behind the copies.
    private async Task GoOnAsync()
    {
        await _source.ExecuteAsync(
            """
            update dashboard.chain_heads h set sequence = (select max(e.sequence) from dashboard.journal_entries e where e.vsm = h.vsm)
            """);
        await _source.ExecuteAsync(
            """
            select setval(format('%I.%I', sequence_schema, sequence_name), (select max(number) from s3_control.tasks))
            from information_schema.sequences where sequence_schema = 's3_control' and sequence_name like 'task.%'
            """);
    }
}
