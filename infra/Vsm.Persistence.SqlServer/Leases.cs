using Microsoft.Data.SqlClient;

namespace Vsm.Persistence.SqlServer;

/// <summary>Leases as rows of a schema's table, made on first use like its sequences.</summary>
internal sealed class Leases(SqlServerConnections connections)
{
    public Task<bool> TakeAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel) => connections.RunAsync(
        async connection =>
        {
            try
            {
                return await TakeAsync(connection, schema, name, holder, length, cancel);
            }
            catch (SqlException exception) when (SqlServerErrors.IsMissing(exception))
            {
                await CreateAsync(connection, schema, cancel);
                return await TakeAsync(connection, schema, name, holder, length, cancel);
            }
        },
        cancel);

    internal static string TakeSql(string schema) => $"""
        set nocount on;
        declare @now datetimeoffset(7) = sysdatetimeoffset();
        declare @end datetimeoffset(7) = dateadd(millisecond, @length, @now);
        update {schema}.[leases]
        set [since] = case when [holder] = @holder then [since] else @now end, [holder] = @holder, [expires_at] = @end
        where [name] = @name and ([holder] = @holder or [expires_at] <= @now);
        if @@rowcount = 1
            select 1;
        else
        begin
            insert into {schema}.[leases] ([name], [holder], [since], [expires_at])
            select @name, @holder, @now, @end
            where not exists (select 1 from {schema}.[leases] where [name] = @name);
            select @@rowcount;
        end;
        """;

    internal static string CreateSql(string schema) => $"""
        if object_id(N'{schema}.[leases]', N'U') is null
            create table {schema}.[leases]
            ([name] nvarchar(100) collate {SqlServerModel.Collation} not null primary key, [holder] nvarchar(200) collate {SqlServerModel.Collation} not null,
            [since] datetimeoffset(7) not null, [expires_at] datetimeoffset(7) not null);
        """;

    private static async Task<bool> TakeAsync(SqlConnection connection, string schema, string name, string holder, TimeSpan length, CancellationToken cancel)
    {
        await using var take = new SqlCommand(TakeSql(schema), connection);
        take.Parameters.AddWithValue("@name", name);
        take.Parameters.AddWithValue("@holder", holder);
        take.Parameters.AddWithValue("@length", checked((int)length.TotalMilliseconds));
        try
        {
            return await take.ExecuteScalarAsync(cancel) is 1;
        }
        catch (SqlException exception) when (SqlServerErrors.IsDuplicate(exception))
        {
            return false; // another holder made the row in the same moment
        }
    }

    private static async Task CreateAsync(SqlConnection connection, string schema, CancellationToken cancel)
    {
        try
        {
            await using var create = new SqlCommand(CreateSql(schema), connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (SqlException exception) when (SqlServerErrors.IsThereAlready(exception))
        {
            // Another session made it after this one had looked.
        }
    }
}
