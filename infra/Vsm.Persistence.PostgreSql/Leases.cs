using Npgsql;

namespace Vsm.Persistence.PostgreSql;

/// <summary>Leases as rows of a schema's table, made on first use like its sequences.</summary>
internal sealed class Leases(NpgsqlDataSource source)
{
    public async Task<bool> TakeAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"""
            insert into {schema}.leases as lease (name, holder, since, expires_at)
            values ($1, $2, clock_timestamp(), clock_timestamp() + $3)
            on conflict (name) do update set
                holder = excluded.holder,
                since = case when lease.holder = excluded.holder then lease.since else excluded.since end,
                expires_at = excluded.expires_at
            where lease.holder = excluded.holder or lease.expires_at <= clock_timestamp()
            returning 1
            """);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = holder });
        command.Parameters.Add(new() { Value = length });
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    public async Task CreateAsync(string schema, CancellationToken cancel)
    {
        try
        {
            await using var create = source.CreateCommand($"""
                create table if not exists {schema}.leases
                (name text primary key, holder text not null, since timestamptz not null, expires_at timestamptz not null)
                """);
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable)
        {
            // "if not exists" does not see what another session is just making; by now that is there.
        }
    }
}
