namespace Microsoft.SqlServer.Server;

/// <summary>Whether a function reads the data of the server that it runs in.</summary>
public enum DataAccessKind
{
    None = 0,
    Read = 1,
}
