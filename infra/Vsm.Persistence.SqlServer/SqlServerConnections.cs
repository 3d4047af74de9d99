using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence.SqlServer;

/// <summary>Connections of SqlClient's pool.</summary>
internal sealed class SqlServerConnections
{
    public SqlServerConnections(string connectionString)
    {
        try
        {
            var connection = new SqlConnectionStringBuilder(connectionString);
            if (connection.DataSource.Length == 0)
            {
                throw new ArgumentException("It names no server.");
            }

            if (!connection.ShouldSerialize("Application Name"))
            {
                connection.ApplicationName = "vsm";
            }

            ConnectionString = connection.ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new OptionsValidationException(
                nameof(StoreOptions),
                typeof(StoreOptions),
                [$"Vsm:Database:ConnectionString is none of SQL Server, which Vsm:Store asks for: {exception.Message} Such as Server=127.0.0.1;Database=vsm;User ID=vsm;Password=…"]);
        }
    }

    public string ConnectionString { get; }

    /// <summary>Does something on a connection. SqlClient reports a cancellation as a failure of the server's; here it is one.</summary>
    public async Task<T> RunAsync<T>(Func<SqlConnection, Task<T>> act, CancellationToken cancel)
    {
        Cultures.Need();
        try
        {
            await using var connection = new SqlConnection(ConnectionString);
            await connection.OpenAsync(cancel);
            return await act(connection);
        }
        catch (SqlException exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancel);
        }
    }
}
