using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Organisation;
using Vsm.Cli.Reports;
using Vsm.Cli.Running;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm run</c></summary>
internal sealed class RunCommand(CommonOptions common, ILocalServer? local)
{
    private readonly Argument<string> _file = new("organisation") { Description = "The organisation file (YAML)" };
    private readonly Option<bool> _check = new("--check") { Description = "Only say what is wrong with the file; start nothing" };
    private readonly Option<string?> _out = new("--out") { Description = "Write each task's output to a file in this folder", HelpName = "folder" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Go on waiting while tasks wait for a person" };
    private readonly Option<TimeSpan?> _timeout = Arguments.Duration("--timeout", "Cancel what still runs after this time");

    private CliEnvironment Environment => common.Environment;

    public static Command Create(CommonOptions common, ILocalServer? local)
    {
        var run = new RunCommand(common, local);
        var command = new ExampleCommand(
            "run",
            "Starts the organisation in a file, hands in its tasks and shows how they end. Exit code 0 when every task was approved.",
            "vsm run org.yaml",
            "vsm run org.yaml --check",
            "vsm run org.yaml --out results --output json > results.json",
            "vsm run org.yaml --server http://127.0.0.1:5080 --wait")
        {
            run._file, run._check, run._out, run._wait, run._timeout,
        };
        command.SetAction(common.Guarded(run.Invoke));
        return command;
    }

    private async Task<int> Invoke(ParseResult parsed, CancellationToken cancellation)
    {
        var server = common.NamedServer(parsed);
        var check = parsed.GetValue(_check);
        if (server is null && local is null && !check)
        {
            throw new CliException(
                ExitCodes.Usage, "this program has no services in it, so run needs a server: name one with --server or VSM_SERVER, or use the all-in-one program.");
        }

        var path = parsed.GetValue(_file)!;
        var catalogues = await Catalogues(server, parsed, cancellation);
        var load = OrganisationFile.Load(path, catalogues, cancellation);
        if (load.Organisation is not { } organisation)
        {
            return Wrong(path, load.Errors);
        }

        if (check)
        {
            var partly = catalogues is null ? " (functions and checks were not looked up: no server was named)" : "";
            await Environment.Out.WriteLineAsync(
                $"{path}: ok, {organisation.Request.Systems.Count} systems, {organisation.Request.Policies.Count} policies, {organisation.Tasks.Count} tasks{partly}");
            return ExitCodes.Done;
        }

        if (parsed.GetValue(_out) is { } folder)
        {
            OutputFiles.Prepare(folder);
        }

        if (server is not null)
        {
            return await Run(server, false, organisation, parsed, cancellation);
        }

        await using var running = await local!.StartAsync(organisation.BaseDirectory, cancellation);
        return await Run(running.Address, true, organisation, parsed, cancellation);
    }

    // The services behind a server that has just been started may still be on their way.
    private async Task<IReadOnlyList<CatalogueDescription>?> Catalogues(Uri? server, ParseResult parsed, CancellationToken cancellation)
    {
        if (server is null)
        {
            return local?.Catalogues;
        }

        using var connection = common.Connect(server, parsed);
        return await new VsmClient(connection).Catalogues(cancellation);
    }

    private int Wrong(string path, IReadOnlyList<OrganisationError> errors)
    {
        foreach (var error in errors)
        {
            Environment.Error.WriteLine(error);
        }

        Environment.Error.WriteLine($"{path}: {errors.Count} error{(errors.Count == 1 ? "" : "s")}; nothing was started");
        return ExitCodes.Usage;
    }

    private async Task<int> Run(Uri server, bool own, LoadedOrganisation organisation, ParseResult parsed, CancellationToken cancellation)
    {
        using var connection = common.Connect(server, parsed);
        var client = new VsmClient(connection, organisation.Request.Vsm);
        await using var run = new OrganisationRun(client, organisation, Environment, parsed.GetValue(_wait));
        using var timeout = new CancellationTokenSource(parsed.GetValue(_timeout) ?? Timeout.InfiniteTimeSpan, Environment.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            await run.Follow(own, stop.Token);
            var results = await run.Results(stop.Token);
            while (Environment is { InputIsTerminal: true, ErrorIsTerminal: true } && !parsed.GetValue(_wait) && await run.Answer(results, stop.Token))
            {
                await run.Settle(stop.Token);
                results = await run.Results(stop.Token);
            }

            return await Report(client, organisation, results, parsed, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await Cancel(client, run, organisation, parsed, timeout.IsCancellationRequested ? "the time given by --timeout passed" : "interrupted");
        }
        catch (CliException exception) when (run.Submitted.Count > 0)
        {
            await Environment.Error.WriteLineAsync($"error: {exception.Message}");
            await Cancel(client, run, organisation, parsed, "the run failed");
            return exception.ExitCode;
        }
    }

    private async Task<int> Cancel(VsmClient client, OrganisationRun run, LoadedOrganisation organisation, ParseResult parsed, string reason)
    {
        await Environment.Error.WriteLineAsync($"{reason}: cancelling what still runs");
        var cancelled = await run.CancelAll(reason);
        await Environment.Error.WriteLineAsync($"cancelled {cancelled} of {organisation.Tasks.Count} tasks");
        await Report(client, organisation, await run.ResultsNow(), parsed, CancellationToken.None);
        return ExitCodes.Failed;
    }

    private async Task<int> Report(
        VsmClient client, LoadedOrganisation organisation, IReadOnlyList<TaskResult> results, ParseResult parsed, CancellationToken cancellation)
    {
        var tasks = results.Select(x => RunTask.From(x.Task, x.Rulings)).ToList();
        var folder = parsed.GetValue(_out);
        foreach (var task in folder is null ? [] : tasks)
        {
            if (await OutputFiles.Write(folder!, task, new ContentTransfer(client, Environment), cancellation) is { } path)
            {
                await Environment.Error.WriteLineAsync($"{TaskText.Label(task)}: output written to {path}");
            }
        }

        if (common.IsJson(parsed))
        {
            await Environment.Out.WriteLineAsync(JsonText.Of(new RunDocument(organisation.Request.Name, tasks)));
        }
        else
        {
            foreach (var task in tasks)
            {
                TaskText.Write(Environment.Out, task, folder is null ? "whole with --out DIR or --output json" : $"whole in {folder}");
            }

            await Environment.Out.WriteLineAsync(TaskText.Summary(tasks));
        }

        return tasks.TrueForAll(x => x.State == TaskStates.Approved) && tasks.Count == organisation.Tasks.Count ? ExitCodes.Done : ExitCodes.Failed;
    }
}
