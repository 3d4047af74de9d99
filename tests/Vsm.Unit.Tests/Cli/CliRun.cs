using System.Text.RegularExpressions;
using Vsm.Cli;

namespace Vsm.Unit.Tests.Cli;

/// <summary>One call of the program, with everything it wrote.</summary>
internal sealed partial record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>No terminal, no variables.</summary>
    public static CliEnvironment Quiet { get; } = new() { Out = TextWriter.Null, Error = TextWriter.Null, UserName = "tester", Variable = _ => null };

    /// <summary>The progress lines with their times cut off.</summary>
    public IReadOnlyList<string> Progress => [.. Error.Split('\n').Where(x => StepLine().IsMatch(x)).Select(x => StepLine().Replace(x, ""))];

    public static Task<CliRun> Against(FakeServer server, params string[] args) =>
        Start(null, Quiet, CancellationToken.None, [.. args, "--server", server.Address.ToString()]);

    public static Task<CliRun> Hosting(FakeServer server, CancellationToken cancellation, params string[] args) =>
        Start(server, Quiet, cancellation, args);

    public static Task<CliRun> Alone(params string[] args) =>
        Start(null, Quiet, CancellationToken.None, args);

    public static async Task<CliRun> Start(ILocalServer? local, CliEnvironment environment, CancellationToken cancellation, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await VsmCli.RunAsync(
            args, local, environment with { Out = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(error) }, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    [GeneratedRegex(@"^ *\d+\.\d\ds +")]
    private static partial Regex StepLine();
}
