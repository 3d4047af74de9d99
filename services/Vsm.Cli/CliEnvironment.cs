using Vsm.Cli.Running;

namespace Vsm.Cli;

/// <summary>What surrounds the program: its streams, terminal, variables and clock.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Data, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What people or other programs say.</summary>
    public Func<TextReader> In { get; init; } = () => TextReader.Null;

    public bool ErrorIsTerminal { get; init; }

    public bool InputIsTerminal { get; init; }

    public string UserName { get; init; } = Environment.UserName;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Asks people on the terminal.</summary>
    public IPersonPrompt Prompt { get; init; } = new TerminalPrompt();

    public static CliEnvironment OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = () => Console.In,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InputIsTerminal = !Console.IsInputRedirected,
    };
}
