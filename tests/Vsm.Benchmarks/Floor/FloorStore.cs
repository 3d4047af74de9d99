using System.Threading.Channels;
using Npgsql;

namespace Vsm.Benchmarks.Floor;

/// <summary>A task row and an inbox row, both written in one statement that is a transaction by itself, prepared once for each connection.</summary>
internal sealed class FloorStore : IAsyncDisposable
{
    // More of them commit together; beyond this number there is nothing to be had from it.
    private const int Connections = 16;

    private const string Tables = """
        create table if not exists floor_tasks (id uuid primary key, step int not null, state text not null, content text not null, changed timestamptz not null);
        create table if not exists floor_inbox (message_id uuid primary key, received timestamptz not null);
        """;

    private const string First = """
        with new as (insert into floor_inbox values ($1, now()) on conflict do nothing returning 1)
        insert into floor_tasks select $2, 1, 'Step1', $3, now() from new on conflict do nothing
        """;

    private const string Next = """
        with new as (insert into floor_inbox values ($1, now()) on conflict do nothing returning 1)
        update floor_tasks set step = $3, state = 'Step' || $3, changed = now() from new where id = $2 and step = $3 - 1
        """;

    private readonly Channel<Lane> _lanes = Channel.CreateUnbounded<Lane>();

    private FloorStore()
    {
    }

    public static async Task<FloorStore> OpenAsync(string connectionString)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        var store = new FloorStore();
        for (var i = 0; i < Connections; i++)
        {
            store._lanes.Writer.TryWrite(await Lane.OpenAsync(own, makeTables: i == 0));
        }

        return store;
    }

    /// <summary>Does a step of a task, unless its message was seen before.</summary>
    public async Task ApplyAsync(Guid message, Guid task, int step)
    {
        var lane = await _lanes.Reader.ReadAsync();
        try
        {
            await lane.ApplyAsync(message, task, step);
        }
        finally
        {
            _lanes.Writer.TryWrite(lane);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lanes.Writer.TryComplete();
        await foreach (var lane in _lanes.Reader.ReadAllAsync())
        {
            await lane.DisposeAsync();
        }
    }

    private sealed class Lane(NpgsqlConnection connection) : IAsyncDisposable
    {
        private readonly NpgsqlCommand _first = Command(connection, First, new NpgsqlParameter<string> { TypedValue = FloorMessage.Content });
        private readonly NpgsqlCommand _next = Command(connection, Next, new NpgsqlParameter<int>());

        public static async Task<Lane> OpenAsync(string connectionString, bool makeTables)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            if (makeTables)
            {
                await using var tables = new NpgsqlCommand(Tables, connection);
                await tables.ExecuteNonQueryAsync();
            }

            var lane = new Lane(connection);
            await lane._first.PrepareAsync();
            await lane._next.PrepareAsync();
            return lane;
        }

        public async Task ApplyAsync(Guid message, Guid task, int step)
        {
            var command = step == 1 ? _first : _next;
            ((NpgsqlParameter<Guid>)command.Parameters[0]).TypedValue = message;
            ((NpgsqlParameter<Guid>)command.Parameters[1]).TypedValue = task;
            if (step > 1)
            {
                ((NpgsqlParameter<int>)command.Parameters[2]).TypedValue = step;
            }

            if (await command.ExecuteNonQueryAsync() == 0)
            {
                throw new InvalidOperationException($"Step {step} of task {task} changed nothing.");
            }
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter third) =>
            new(sql, connection) { Parameters = { new NpgsqlParameter<Guid>(), new NpgsqlParameter<Guid>(), third } };
    }
}
