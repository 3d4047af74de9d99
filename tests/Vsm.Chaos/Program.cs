using System.CommandLine;
using Vsm.Chaos.Commands;

var common = new CommonOptions();
var run = new Command("run", "Hands in tasks with known answers while everything is killed, cut off and disturbed, and counts what went wrong (the default).");
var root = new RootCommand(
    "Starts RabbitMQ, PostgreSQL and every service as processes of their own, breaks them while tasks flow, and judges by a ledger outside. "
    + "Progress goes to standard error. Exit code 0: every promised zero is zero; 1: one is not.")
{
    run, CrashPointsCommand.Create(common), ScenarioCommand.CreateOne(common), ScenarioCommand.CreateList(common), OperationsCommand.Create(),
};
common.AddTo(root);
RunCommand.AddTo(run, common);
RunCommand.AddTo(root, common);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
