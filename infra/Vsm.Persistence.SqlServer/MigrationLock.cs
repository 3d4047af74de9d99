using Microsoft.Data.SqlClient;

namespace Vsm.Persistence.SqlServer;

/// <summary>One process at a time migrates a schema.</summary>
internal static class MigrationLock
{
    internal const string TakeSql = """
        declare @taken int;
        exec @taken = sys.sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1;
        if @taken < 0 begin; throw 51001, N'The lock of the migrations was not given.', 1; end;
        """;

    internal const string FreeSql = "exec sys.sp_releaseapplock @Resource = @name, @LockOwner = 'Session';";

    public static SqlCommand Take(SqlConnection connection, string schema) => Command(connection, TakeSql, schema, timeout: 0);

    public static SqlCommand Free(SqlConnection connection, string schema) => Command(connection, FreeSql, schema, timeout: 30);

    private static SqlCommand Command(SqlConnection connection, string sql, string schema, int timeout) => new(sql, connection)
    {
        CommandTimeout = timeout,
        Parameters = { new SqlParameter("@name", $"vsm.migrations.{schema}") },
    };
}
