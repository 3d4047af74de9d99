namespace Vsm.Contracts;

/// <summary>Names of VSM instances.</summary>
public static class VsmInstance
{
    /// <summary>The instance that is there from the start; messages that name none mean it.</summary>
    public const string Root = "root";
}
