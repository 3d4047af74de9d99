namespace Vsm.S1.Operations.Tools;

/// <summary>What keeps tools small, whatever a model asks for.</summary>
internal static class ToolLimits
{
    /// <summary>The most of a result that a model is given.</summary>
    public const int ResultBytes = 64 * 1024;

    /// <summary>The most that is written to a file at once, in characters.</summary>
    public const int WrittenCharacters = 256 * 1024;

    /// <summary>The most of an argument that is recorded.</summary>
    public const int RecordedArgumentBytes = 2 * 1024;

    /// <summary>The most arguments that are recorded of a call.</summary>
    public const int RecordedArguments = 16;

    public const int ListedEntries = 1_000;

    public const int Redirects = 5;
}
