using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary>Options that every command takes, and what follows from them.</summary>
internal sealed class CommonOptions(CliEnvironment environment)
{
    private const string DefaultServer = "http://127.0.0.1:5080";

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"Address of the server [default: VSM_SERVER, else {DefaultServer}]", HelpName = "url", Recursive = true,
    };

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "How data is written", HelpName = "table|json", Recursive = true, DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong("table", "json");

    private readonly Option<string> _vsm = new("--vsm")
    {
        Description = "The VSM instance (run takes it from the file)", HelpName = "name", Recursive = true, DefaultValueFactory = _ => VsmInstance.Root,
    };

    private readonly Option<TimeSpan?> _patience = Arguments.Patience();

    public CliEnvironment Environment => environment;

    public void AddTo(Command root)
    {
        root.Options.Add(_server);
        root.Options.Add(_output);
        root.Options.Add(_vsm);
        root.Options.Add(_patience);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_output) == "json";

    /// <summary>Writes data in the way that was asked for.</summary>
    public int Write<T>(ParseResult parsed, T data, Action<TextWriter> asText)
    {
        if (IsJson(parsed))
        {
            environment.Out.WriteLine(JsonText.Of(data));
        }
        else
        {
            asText(environment.Out);
        }

        return ExitCodes.Done;
    }

    /// <summary>The same for a page of a list, with how to get the next one.</summary>
    public int WritePage<T>(ParseResult parsed, Page<T> page, Action<TextWriter> asText) => Write(parsed, page, writer =>
    {
        asText(writer);
        if (page.Next is { } next)
        {
            environment.Error.WriteLine($"there are more: add --after {next}");
        }
    });

    /// <summary>The server that was named; null when none was.</summary>
    public Uri? NamedServer(ParseResult parsed)
    {
        var (text, source) = parsed.GetValue(_server) is { Length: > 0 } option ? (option, "--server") : (environment.Variable("VSM_SERVER"), "VSM_SERVER");
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CliException(ExitCodes.Usage, $"{source}: found '{text}'; expected an address such as {DefaultServer}");
    }

    public ApiConnection Connect(Uri server, ParseResult parsed) =>
        new(server, new Retries(environment, parsed.GetValue(_patience) ?? Retries.DefaultPatience));

    /// <summary>Runs a command against the server.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Against(Func<VsmClient, ParseResult, CancellationToken, Task<int>> work) => Guarded(async (parsed, cancellation) =>
    {
        using var connection = Connect(NamedServer(parsed) ?? new Uri(DefaultServer), parsed);
        return await work(new VsmClient(connection, Vsm(parsed)), parsed, cancellation);
    });

    /// <summary>Turns what ends a command into a message and an exit code.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Guarded(Func<ParseResult, CancellationToken, Task<int>> work) => async (parsed, cancellation) =>
    {
        try
        {
            return await work(parsed, cancellation);
        }
        catch (CliException exception)
        {
            await environment.Error.WriteLineAsync($"error: {exception.Message}");
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await environment.Error.WriteLineAsync("stopped");
            return ExitCodes.Failed;
        }
    };

    private string Vsm(ParseResult parsed)
    {
        var name = parsed.GetValue(_vsm)!;
        return OrganisationNames.IsName(name)
            ? name
            : throw new CliException(ExitCodes.Usage, $"--vsm: '{name}' is not a name; expected {OrganisationNames.Expected}");
    }
}
