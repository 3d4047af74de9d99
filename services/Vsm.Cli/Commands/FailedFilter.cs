using System.CommandLine;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary>The options by which failed messages are picked.</summary>
internal sealed class FailedFilter
{
    private readonly Option<string?> _queue = new("--queue") { Description = "Only those of this queue", HelpName = "queue" };
    private readonly Option<string?> _type = new("--type") { Description = "Only those of this contract", HelpName = "contract" };
    private readonly Option<string?> _exception = new("--exception") { Description = "Only those with this exception", HelpName = "type" };
    private readonly Option<string?> _text;

    /// <param name="text">The option for a text of the failure's reason; where <c>--reason</c> says why something is done, it has another name.</param>
    public FailedFilter(string text = "--reason") =>
        _text = new Option<string?>(text) { Description = "Only those whose reason contains this text", HelpName = "text" };

    public void AddTo(Command command)
    {
        command.Options.Add(_queue);
        command.Options.Add(_type);
        command.Options.Add(_exception);
        command.Options.Add(_text);
    }

    public FailedMessageFilter Read(ParseResult parsed) => new()
    {
        Queue = parsed.GetValue(_queue),
        Type = parsed.GetValue(_type),
        Exception = parsed.GetValue(_exception),
        Reason = parsed.GetValue(_text),
    };

    public static bool IsEmpty(FailedMessageFilter filter) => filter is { Queue: null, Type: null, Exception: null, Reason: null };
}
