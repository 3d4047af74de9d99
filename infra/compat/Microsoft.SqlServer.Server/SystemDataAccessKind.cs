namespace Microsoft.SqlServer.Server;

/// <summary>Whether a function reads the system catalogue of the server that it runs in.</summary>
public enum SystemDataAccessKind
{
    None = 0,
    Read = 1,
}
