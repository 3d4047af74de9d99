using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vsm.Chaos.Functions;
using Vsm.Hosting;
using Vsm.S1.Operations;

namespace Vsm.Chaos.Commands;

/// <summary>A System 1 whose agents can call functions that throw, hang, or leave something behind.</summary>
internal static class OperationsCommand
{
    public const string Name = "operations";

    public static Command Create()
    {
        var ledger = new Option<string>("--ledger") { Description = "The file that functions with an effect write to", Required = true };
        var command = new Command(Name, "Runs a System 1 with functions that misbehave.") { ledger };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(ledger)));
        return command;
    }

    private static Task<int> RunAsync(string ledger)
    {
        var builder = VsmHost.CreateBuilder([]);
        builder.AddOperations();
        builder.Services.Replace(ServiceDescriptor.Singleton(ChaosCatalogue.Create(ledger)));
        return builder.BuildVsm().RunVsmAsync();
    }
}
