using System.Collections.Concurrent;
using Microsoft.Data.SqlClient;

namespace Vsm.Persistence.SqlServer;

/// <summary>Numbers of sequences, which are made on first use; those that are wanted at the same time with one round trip.</summary>
internal sealed class Numbers(SqlServerConnections connections, int most)
{
    internal const string DrawSql = """
        declare @first sql_variant;
        exec sys.sp_sequence_get_range @sequence_name = @name, @range_size = @count, @range_first_value = @first output;
        select convert(int, @first);
        """;

    private readonly ConcurrentDictionary<string, Batcher<bool, int>> _sequences = new();

    public Task<int> NextAsync(string name, CancellationToken cancel) => _sequences.GetOrAdd(name, NumbersOf).AskAsync(true).WaitAsync(cancel);

    internal static string CreateSql(string name) => $"if object_id(N'{name}', N'SO') is null create sequence {name} as int start with 1 increment by 1;";

    private Batcher<bool, int> NumbersOf(string name)
    {
        var made = false;
        return new Batcher<bool, int>(most, async asked =>
        {
            var first = await connections.RunAsync(
                async connection =>
                {
                    if (!made)
                    {
                        await CreateAsync(connection, name);
                        made = true;
                    }

                    await using var draw = new SqlCommand(DrawSql, connection);
                    draw.Parameters.AddWithValue("@name", name);
                    draw.Parameters.AddWithValue("@count", (long)asked.Count);
                    return (int)(await draw.ExecuteScalarAsync())!;
                },
                CancellationToken.None);
            return [.. Enumerable.Range(first, asked.Count)];
        });
    }

    private static async Task CreateAsync(SqlConnection connection, string name)
    {
        try
        {
            await using var create = new SqlCommand(CreateSql(name), connection);
            await create.ExecuteNonQueryAsync();
        }
        catch (SqlException exception) when (SqlServerErrors.IsThereAlready(exception))
        {
            // Another session made it after this one had looked.
        }
    }
}
