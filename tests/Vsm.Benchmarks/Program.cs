using System.CommandLine;
using Vsm.Benchmarks.Commands;

// Long enough to end what was started.
return await BenchmarkCommands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
