namespace Microsoft.SqlServer.Server;

/// <summary>How values of a user-defined type become bytes.</summary>
public enum Format
{
    Unknown = 0,

    /// <summary>As SQL Server lays their fields out.</summary>
    Native = 1,

    /// <summary>As the type says, see <see cref="IBinarySerialize"/>.</summary>
    UserDefined = 2,
}
