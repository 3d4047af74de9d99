namespace Microsoft.SqlServer.Server;

/// <summary>A type that is used as a user-defined one is none.</summary>
public sealed class InvalidUdtException : SystemException
{
    internal InvalidUdtException(string message)
        : base(message)
    {
    }
}
