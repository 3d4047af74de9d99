using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm task submit</c></summary>
internal sealed class SubmitCommand(CommonOptions common)
{
    private readonly Argument<string?> _content = new("content") { Description = "What is to be done", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _file = new("--file") { Description = "Take what is to be done from a file", HelpName = "file" };
    private readonly Option<string[]> _require = new("--require") { Description = "A capability that it needs; may be repeated", HelpName = "capability" };
    private readonly Option<string?> _assignee = new("--assignee") { Description = "This agent and no other", HelpName = "number|name" };
    private readonly Option<string[]> _data = new("--data") { Description = "A data file of any size, which is sent to the server; may be repeated", HelpName = "file" };
    private readonly Option<string[]> _parameter = new("--param") { Description = "A parameter of the work; may be repeated", HelpName = "name=value" };
    private readonly Option<string?> _type = new("--type") { Description = "A label for metrics", HelpName = "label" };
    private readonly Option<int> _priority = new("--priority") { Description = "0 (lowest) to 9", DefaultValueFactory = _ => 4 };
    private readonly Option<TimeSpan?> _deadline = Arguments.Duration("--deadline", "How long it may take");
    private readonly Option<decimal?> _costLimit = new("--cost-limit") { Description = "The most that it may cost, in USD", HelpName = "amount" };
    private readonly Option<string?> _partOf = new("--part-of") { Description = "The task that it is a part of, by number or id: what it spends, that one spends", HelpName = "task" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Follow it to its end; exit code 0 when it is approved" };
    private readonly Option<string?> _key = new("--idempotency-key") { Description = "The same key again hands in no second task", HelpName = "key" };

    public static Command Create(CommonOptions common)
    {
        var submit = new SubmitCommand(common);
        var command = new ExampleCommand(
            "submit",
            "Hands in a task.",
            "vsm task submit \"Count the errors per hour\" --require log-analysis --data access.log --wait",
            "vsm task submit --file task.md --deadline 10m --cost-limit 0.05",
            "vsm task submit \"Total per region\" --param by=region --output json")
        {
            submit._content, submit._file, submit._require, submit._assignee, submit._data, submit._parameter, submit._type,
            submit._priority, submit._deadline, submit._costLimit, submit._partOf, submit._wait, submit._key,
        };
        command.SetAction(common.Against(submit.Invoke));
        return command;
    }

    private async Task<int> Invoke(VsmClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var request = await Request(parsed, cancellation);
        var problems = TaskRequestValidation.Validate(request);
        if (problems.Count > 0)
        {
            throw new CliException(ExitCodes.Usage, string.Join(Environment.NewLine, problems.Select(x => $"{x.Path}: {x.Message}")));
        }

        if (parsed.GetValue(_partOf) is { } parent)
        {
            request = request with { ParentTaskId = (await client.Task(parent, cancellation)).Id };
        }

        request = request with { References = await Data(client, parsed, cancellation) };
        var accepted = await client.Submit(request, parsed.GetValue(_key) ?? Guid.NewGuid().ToString(), cancellation);
        if (parsed.GetValue(_wait))
        {
            await common.Environment.Error.WriteLineAsync($"handed in as {accepted.Id}");
            await WatchCommand.Follow(common, client, accepted.Id, cancellation);
            return await TaskReport.Write(common, client, parsed, accepted.Id.ToString(), cancellation) == TaskStates.Approved
                ? ExitCodes.Done
                : ExitCodes.Failed;
        }

        await common.Environment.Out.WriteLineAsync(common.IsJson(parsed) ? JsonText.Of(accepted) : accepted.Id.ToString());
        return ExitCodes.Done;
    }

    private async Task<TaskRequest> Request(ParseResult parsed, CancellationToken cancellation)
    {
        var deadline = parsed.GetValue(_deadline);
        return new TaskRequest
        {
            Content = await Content(parsed, cancellation),
            Parameters = Parameters(parsed.GetValue(_parameter) ?? []),
            RequiredCapabilities = parsed.GetValue(_require) ?? [],
            Assignee = parsed.GetValue(_assignee),
            TaskType = parsed.GetValue(_type),
            Priority = parsed.GetValue(_priority),
            Deadline = deadline is { } time ? common.Environment.Clock.GetUtcNow() + time : null,
            CostLimit = parsed.GetValue(_costLimit),
            Requestor = common.Environment.UserName,
        };
    }

    private async Task<IReadOnlyList<ContentReference>> Data(VsmClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var transfer = new ContentTransfer(client, common.Environment);
        var references = new List<ContentReference>();
        foreach (var path in parsed.GetValue(_data) ?? [])
        {
            references.Add(await transfer.UploadAsync("--data", path, cancellation));
        }

        return references;
    }

    private async Task<string> Content(ParseResult parsed, CancellationToken cancellation) => (parsed.GetValue(_content), parsed.GetValue(_file)) switch
    {
        ({ } content, null) => content,
        (null, { } file) => await Arguments.Text("--file", file, cancellation),
        (null, null) => throw new CliException(ExitCodes.Usage, "what is to be done is missing: give it as an argument, or a file with --file"),
        _ => throw new CliException(ExitCodes.Usage, "what is to be done is given both as an argument and with --file; give one of them"),
    };

    private static Dictionary<string, string> Parameters(string[] given)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var split = text.IndexOf('=', StringComparison.Ordinal);
            if (split < 1 || !parameters.TryAdd(text[..split], text[(split + 1)..]))
            {
                throw new CliException(ExitCodes.Usage, $"--param: found '{text}'; expected name=value, each name once");
            }
        }

        return parameters;
    }
}
