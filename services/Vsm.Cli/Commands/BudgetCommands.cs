using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm budget</c></summary>
internal static class BudgetCommands
{
    public static Command Create(CommonOptions common) => new ExampleCommand(
        "budget", "Shows and changes what may be spent.", "vsm budget list", "vsm budget set vsm 20", "vsm budget raise system:writer 0.50")
    {
        List(common),
        Show(common),
        Set(common),
        Raise(common),
    };

    private static Argument<string> Name() => new("budget") { Description = "vsm, system:NAME or task:NUMBER" };

    private static Command List(CommonOptions common)
    {
        var command = new ExampleCommand(
            "list", "Lists the budgets of the VSM instance and its System 1s, with profit and loss.", "vsm budget list", "vsm budget list --output json");
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var budgets = await client.Budgets(cancellation);
            return common.Write(parsed, new Page<BudgetView> { Items = budgets }, writer => BudgetText.Write(writer, budgets));
        }));
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var name = Name();
        var command = new ExampleCommand("show", "Shows a budget.", "vsm budget show vsm", "vsm budget show task:7 --output json") { name };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var view = await client.Budget(parsed.GetValue(name)!, cancellation);
            return common.Write(parsed, view, writer => BudgetText.Write(writer, view));
        }));
        return command;
    }

    private static Command Set(CommonOptions common)
    {
        var cap = Arguments.Amount("cap", "The most that may be spent, in USD", mayBeZero: true);
        cap.Arity = ArgumentArity.ZeroOrOne;
        var none = new Option<bool>("--none") { Description = "No cap any more" };
        var command = Change(
            common, "set", "Sets a cap; tasks that wait for it go on when it suffices.", ["vsm budget set vsm 20", "vsm budget set system:writer --none"], cap,
            async (client, name, parsed, by, reason, cancellation) =>
            {
                var (given, uncapped) = (parsed.GetResult(cap) is { Tokens.Count: > 0 }, parsed.GetValue(none));
                if (given == uncapped)
                {
                    throw new CliException(ExitCodes.Usage, "cap: expected an amount in USD such as 0.50, or --none");
                }

                var amount = uncapped ? (decimal?)null : parsed.GetValue(cap);
                await client.SetBudget(name, new SetBudgetRequest { Cap = amount, By = by, Reason = reason }, cancellation);
                return uncapped ? $"{name} is to have no cap" : string.Create(CultureInfo.InvariantCulture, $"{name} is given a cap of {amount} USD");
            });
        command.Options.Add(none);
        return command;
    }

    private static Command Raise(CommonOptions common)
    {
        var amount = Arguments.Amount("amount", "So much more than now, in USD");
        return Change(
            common, "raise", "Raises a cap; tasks that wait for it go on when it suffices.", ["vsm budget raise vsm 5", "vsm budget raise task:7 0.10 --reason \"worth it\""], amount,
            async (client, name, parsed, by, reason, cancellation) =>
            {
                var more = parsed.GetValue(amount);
                await client.RaiseBudget(name, new RaiseBudgetRequest { Amount = more, By = by, Reason = reason }, cancellation);
                return string.Create(CultureInfo.InvariantCulture, $"{name} is given {more} USD more");
            });
    }

    private static Command Change(
        CommonOptions common, string verb, string description, string[] examples, Argument<decimal> amount,
        Func<VsmClient, string, ParseResult, string, string?, CancellationToken, Task<string>> change)
    {
        var (name, by, reason) = (Name(), Arguments.By(common.Environment), Arguments.Reason(required: false));
        var command = new ExampleCommand(verb, description, examples) { name, amount, by, reason };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var of = parsed.GetValue(name)!;
            var text = await change(client, of, parsed, parsed.GetValue(by) ?? common.Environment.UserName, parsed.GetValue(reason), cancellation);
            Done.Write(common, parsed, of, $"budget-{verb}", text);
            return ExitCodes.Done;
        }));
        return command;
    }
}
