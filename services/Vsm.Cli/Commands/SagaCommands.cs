using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm saga</c></summary>
internal static class SagaCommands
{
    public static Command Create(CommonOptions common, ILocalServer? local) =>
        new ExampleCommand("saga", "Looks at the sagas that are under way.", "vsm saga check", "vsm saga check --output json") { Check(common, local) };

    private static Command Check(CommonOptions common, ILocalServer? local)
    {
        var command = new ExampleCommand(
            "check",
            "Loads every task under way as this version of the program reads it, and says with which it could not go on. Reads the database that Vsm__Store and "
            + "Vsm__Database__ConnectionString name, and changes nothing. Exit code 0 when this version would start, 1 when it would refuse.",
            "vsm saga check",
            "Vsm__Store=PostgreSql Vsm__Database__ConnectionString='Host=127.0.0.1;…' vsm saga check");
        command.SetAction(common.Guarded(async (parsed, cancellation) =>
        {
            if (local is null)
            {
                throw new CliException(ExitCodes.Usage, "this program has no services in it, so it cannot load their sagas; use the all-in-one program of the new version.");
            }

            var view = await local.CheckSagasAsync(cancellation);
            common.Write(parsed, view, writer => Write(writer, view));
            return view.Passed ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }

    private static void Write(TextWriter writer, SagaCheckView view)
    {
        if (view.MissingMigrations.Count > 0)
        {
            writer.WriteLine($"blocked: the database has not got {string.Join(", ", view.MissingMigrations)} yet. Start one service of this version on a copy of it, and check that.");
            return;
        }

        if (view.Blocked.Count > 0)
        {
            TextTable.Write(writer, ["TASK", "STATE", "WAIVED", "REASON"],
                [.. view.Blocked.Select(x => (IReadOnlyList<string>)[x.Id.ToString(), x.State ?? "?", x.Waived ? "yes" : "no", Safe.Line(x.Reason, 500)])]);
        }

        var blocked = view.Blocked.Count(x => !x.Waived);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(blocked == 0 ? "pass" : "blocked")}: {view.Checked} tasks under way, {blocked} blocked, {view.Blocked.Count - blocked} waived"));
    }
}
