using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Vsm.Cli.Commands;

namespace Vsm.Cli;

/// <summary>The program <c>vsm</c>, also inside programs that have the whole system in them.</summary>
public static class VsmCli
{
    private static readonly string[] Examples =
    [
        "vsm run org.yaml",
        "vsm task submit \"Count the errors per hour\" --data access.log --wait",
        "vsm approve 7 --reason \"checked by hand\"",
    ];

    /// <summary>The first words that this program takes; others belong to the program around it.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["run", "task", "approve", "reject", "agent", "chat", "sessions", "policy", "budget", "settings", "failed", "saga", "--help", "-h", "-?", "/?", "/h", "--version"];

    /// <summary>Runs one command.</summary>
    /// <param name="args">The command with its arguments.</param>
    /// <param name="local">What <c>run</c> starts; without it <c>run</c> needs a server.</param>
    /// <param name="cancellationToken">Ends it like Ctrl+C, which is handled here as well.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 usage, 3 not found, 4 refused.</returns>
    public static Task<int> RunAsync(string[] args, ILocalServer? local = null, CancellationToken cancellationToken = default) =>
        RunAsync(args, local, CliEnvironment.OfProcess(), cancellationToken);

    internal static async Task<int> RunAsync(string[] args, ILocalServer? local, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var parsed = Root(local, environment).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await environment.Error.WriteLineAsync($"error: {error.Message}");
            }

            var path = string.Join(' ', Path(parsed.CommandResult).Reverse());
            await environment.Error.WriteLineAsync($"See '{path} --help'.");
            return ExitCodes.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Out,
                Error = environment.Error,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            },
            cancellationToken);
    }

    internal static RootCommand Root(ILocalServer? local, CliEnvironment environment)
    {
        var common = new CommonOptions(environment);
        var root = new RootCommand("Runs and governs teams of agents. Data goes to standard output, everything else to standard error.")
        {
            RunCommand.Create(common, local),
            TaskCommands.Create(common),
            DecisionCommands.Approve(common),
            DecisionCommands.Reject(common),
            AgentCommands.Create(common),
            ChatCommand.Create(common),
            SessionCommands.Create(common),
            PolicyCommands.Create(common),
            BudgetCommands.Create(common),
            SettingCommands.Create(common),
            FailedCommands.Create(common),
            SagaCommands.Create(common, local),
        };
        common.AddTo(root);
        root.Options.OfType<VersionOption>().Single().Action = new VersionText();
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!, Examples);
        return root;
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.SymbolResult? result)
    {
        for (; result is System.CommandLine.Parsing.CommandResult command; result = result.Parent)
        {
            yield return command.Command is RootCommand ? "vsm" : command.Command.Name;
        }
    }
}
