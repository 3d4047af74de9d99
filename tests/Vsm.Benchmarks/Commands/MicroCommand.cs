using System.CommandLine;
using BenchmarkDotNet.Running;
using Vsm.Benchmarks.Micro;

namespace Vsm.Benchmarks.Commands;

internal static class MicroCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which to run, such as *Router*", HelpName = "pattern", DefaultValueFactory = _ => "*" };
        var command = new Command("micro", "Router, checks, contracts as JSON, the pipeline of models, and a task's saga in memory, by BenchmarkDotNet.") { filter };
        command.SetAction(parsed =>
        {
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", parsed.GetValue(filter)!], new MicroConfig());
            return summaries.Any() && summaries.All(x => !x.HasCriticalValidationErrors && x.Reports.Length > 0 && x.Reports.All(y => y.Success)) ? 0 : 1;
        });
        return command;
    }
}
