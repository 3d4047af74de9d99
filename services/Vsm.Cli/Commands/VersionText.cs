using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Vsm.Cli.Commands;

/// <summary>The version of this program, also where another one has it inside.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine($"vsm {version}");
        return ExitCodes.Done;
    }
}
