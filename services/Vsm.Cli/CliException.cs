namespace Vsm.Cli;

/// <summary>Ends a command with a message for the user.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The server is away, or there but not ready for this; asking again soon may help.</summary>
    public bool MayPass { get; init; }

    /// <summary>How long the server says to wait before asking again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
