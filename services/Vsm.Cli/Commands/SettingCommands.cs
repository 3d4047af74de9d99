using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm settings</c></summary>
internal static class SettingCommands
{
    public static Command Create(CommonOptions common) => new ExampleCommand(
        "settings", "Shows and changes what can be set while everything runs.", "vsm settings list",
        "vsm settings set limits.corrections 5 --reason \"long reports\"", "vsm settings undo 12 --reason \"did not help\"")
    {
        List(common),
        Show(common),
        Set(common),
        History(common),
        Undo(common),
    };

    private static Argument<string> Name() => new("name") { Description = "The setting, such as limits.corrections or price:openai/gpt-4o-mini" };

    private static Command List(CommonOptions common)
    {
        var command = new ExampleCommand("list", "Lists what can be set, and what is.", "vsm settings list", "vsm settings list --vsm north --output json");
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var settings = await client.Settings(cancellation);
            return common.Write(parsed, new Page<SettingView> { Items = settings }, writer => SettingText.Write(writer, settings));
        }));
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var name = Name();
        var command = new ExampleCommand("show", "Shows a setting, and what it may be.", "vsm settings show limits.cost_per_task", "vsm settings show price:openai/gpt-4o-mini") { name };
        command.SetAction(common.Against(async (client, parsed, cancellation) => Written(common, parsed, await client.Setting(parsed.GetValue(name)!, cancellation))));
        return command;
    }

    private static Command Set(CommonOptions common)
    {
        var (name, by, reason) = (Name(), Arguments.By(common.Environment), Arguments.Reason(required: true));
        var value = new Argument<string?>("value") { Description = "The new value", Arity = ArgumentArity.ZeroOrOne };
        var none = new Option<bool>("--default") { Description = "Back to what the organisation or the configuration says" };
        var version = new Option<long?>("--version") { Description = "Only if the setting has this version [default: the one it has now]", HelpName = "number" };
        var command = new ExampleCommand(
            "set", "Changes a setting, in effect everywhere within five seconds.", "vsm settings set limits.cost_per_task 0.25 --reason \"larger orders\"",
            "vsm settings set price:openai/gpt-4o-mini \"input=0.15 output=0.60\" --reason \"new prices\"", "vsm settings set limits.corrections --default --reason \"as in the file\"")
        {
            name, value, none, version, by, reason,
        };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var (setting, given) = (parsed.GetValue(name)!, parsed.GetValue(value));
            if (given is null != parsed.GetValue(none))
            {
                throw new CliException(ExitCodes.Usage, "value: expected a value, or --default");
            }

            return Written(common, parsed, await client.SetSetting(setting, new SetSettingRequest
            {
                Value = given,
                Version = parsed.GetValue(version) ?? (await client.Setting(setting, cancellation)).Version,
                By = parsed.GetValue(by) ?? common.Environment.UserName,
                Reason = parsed.GetValue(reason)!,
            }, cancellation));
        }));
        return command;
    }

    private static Command History(CommonOptions common)
    {
        var name = Name();
        name.Arity = ArgumentArity.ZeroOrOne;
        var (limit, after) = (Arguments.Limit(), Arguments.After());
        var command = new ExampleCommand(
            "history", "Lists changes of settings, latest first.", "vsm settings history", "vsm settings history limits.corrections --limit 5") { name, limit, after };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var page = await client.SettingVersions(parsed.GetValue(name), parsed.GetValue(limit), parsed.GetValue(after), cancellation);
            return common.WritePage(parsed, page, writer => SettingText.Write(writer, page.Items));
        }));
        return command;
    }

    private static Command Undo(CommonOptions common)
    {
        var version = new Argument<long>("version") { Description = "The change to take back, as history numbers them" };
        var (by, reason) = (Arguments.By(common.Environment), Arguments.Reason(required: true));
        var command = new ExampleCommand(
            "undo", "Gives a setting the value back that it had before a change.", "vsm settings undo 12 --reason \"did not help\"") { version, by, reason };
        command.SetAction(common.Against(async (client, parsed, cancellation) => Written(common, parsed, await client.UndoSetting(
            parsed.GetValue(version),
            new UndoSettingRequest { By = parsed.GetValue(by) ?? common.Environment.UserName, Reason = parsed.GetValue(reason)! },
            cancellation))));
        return command;
    }

    private static int Written(CommonOptions common, ParseResult parsed, SettingView view) =>
        common.Write(parsed, view, writer => SettingText.Write(writer, view));
}
