namespace Vsm.S1.Operations.Functions;

/// <summary>What keeps memory and time of a function independent of the size of its input.</summary>
internal static class FunctionLimits
{
    public const int LineBytes = 1024 * 1024;

    /// <summary>The most that is given as one text; more is written piece by piece.</summary>
    public const int OutputBytes = 96 * 1024;

    /// <summary>The most text that is redacted as one.</summary>
    public const int RedactedCharacters = 8 * 1024 * 1024;

    public const int Groups = 100_000;

    /// <summary>The most records that are held at once, to sort or rank them.</summary>
    public const int HeldRecords = 100_000;

    /// <summary>The most characters that are held at once, whatever they belong to.</summary>
    public const long HeldCharacters = 32 * 1024 * 1024;

    /// <summary>The most sentences that a summary chooses from.</summary>
    public const int Sentences = 20_000;

    public const int RecordedBytes = 4 * 1024;

    public static readonly TimeSpan Pattern = TimeSpan.FromSeconds(1);
}
