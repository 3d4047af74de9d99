using System.CommandLine;
using System.Globalization;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm task budget</c></summary>
internal static class BudgetCommand
{
    public static Command Create(CommonOptions common)
    {
        var task = Arguments.Task();
        var limit = Arguments.Amount("limit", "The new cost limit in USD, higher than the one it has");
        var by = Arguments.By(common.Environment);
        var reason = Arguments.Reason(required: false);
        var command = new ExampleCommand(
            "budget", "Gives a task a higher cost limit; one that waits for it goes on.", "vsm task budget 7 0.50 --reason \"worth it\"") { task, limit, by, reason };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var id = parsed.GetValue(task)!;
            var amount = parsed.GetValue(limit);
            var request = new BudgetRequest { CostLimit = amount, By = parsed.GetValue(by) ?? common.Environment.UserName, Reason = parsed.GetValue(reason) };
            await client.RaiseBudget(id, request, cancellation);
            Done.Write(common, parsed, id, "budget", string.Create(CultureInfo.InvariantCulture, $"task {id} is given a cost limit of {amount} USD"));
            return ExitCodes.Done;
        }));
        return command;
    }
}
