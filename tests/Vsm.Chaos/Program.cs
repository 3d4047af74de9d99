using System.CommandLine;
using Vsm.Chaos.Commands;

var common = new CommonOptions();
var run = new Command("run", "Hands in tasks with known answers while everything is killed, cut off and disturbed, and counts what went wrong (the default).");
var root = new RootCommand(
    "Starts RabbitMQ, PostgreSQL and every service as processes of their own, breaks them while tasks flow, and judges by a ledger outside. "
    + "Progress goes to standard error. Exit code 0: every promised zero is zero; 1: one is not.")
{
    run, CrashPointsCommand.Create(common), UpgradeCommand.Create(common), ScenarioCommand.CreateOne(common), ScenarioCommand.CreateList(common), OperationsCommand.Create(),
};
common.AddTo(root);
RunCommand.AddTo(run, common);
RunCommand.AddTo(root, common);
var parsed = root.Parse(args);

// A service ends by itself when it gets a signal; waiting for that here keeps the signal from it.
TimeSpan? patience = parsed.CommandResult.Command.Name == OperationsCommand.Name ? null : TimeSpan.FromSeconds(30);
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = patience });
