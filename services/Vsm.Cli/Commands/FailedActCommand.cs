using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Cli.Running;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm failed retry</c> and <c>vsm failed discard</c>: for messages by their ids, or for all that fit.</summary>
internal sealed class FailedActCommand
{
    private readonly CommonOptions _common;
    private readonly bool _retry;
    private readonly Argument<string[]> _ids = new("id") { Description = "Ids of failed messages", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _all = new("--all") { Description = "All that wait for a person" };
    private readonly Option<string?> _by;
    private readonly Option<string?> _why;
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for the outcome; exit code 1 when one fails again" };
    private readonly FailedFilter _filter;

    private FailedActCommand(CommonOptions common, bool retry)
    {
        _common = common;
        _retry = retry;
        _by = Arguments.By(common.Environment);
        _why = retry
            ? new Option<string?>("--note") { Description = "Why it may help now; needed after three retries in vain", HelpName = "text" }
            : Arguments.Reason(required: true);
        _filter = new FailedFilter(retry ? "--reason" : "--text");
    }

    public static Command Retry(CommonOptions common) => new FailedActCommand(common, retry: true).Build(new ExampleCommand(
        "retry",
        "Sends failed messages to their queues again, some each second.",
        "vsm failed retry 0199a8a8-5f0c-7000-8000-3f3c3b0a1b2c --wait",
        "vsm failed retry --queue vsm.s3.tasks --note \"the database is back\"",
        "vsm failed retry --all"));

    public static Command Discard(CommonOptions common) => new FailedActCommand(common, retry: false).Build(new ExampleCommand(
        "discard",
        "Gives failed messages up.",
        "vsm failed discard 0199a8a8-5f0c-7000-8000-3f3c3b0a1b2c --reason \"a test\"",
        "vsm failed discard --queue vsm.s3.intake --text \"is invalid\" --reason \"the client was mended\""));

    private ExampleCommand Build(ExampleCommand command)
    {
        command.Arguments.Add(_ids);
        _filter.AddTo(command);
        command.Options.Add(_all);
        command.Options.Add(_by);
        command.Options.Add(_why);
        if (_retry)
        {
            command.Options.Add(_wait);
        }

        command.SetAction(_common.Against(Invoke));
        return command;
    }

    private async Task<int> Invoke(VsmClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var ids = parsed.GetValue(_ids) ?? [];
        var filter = _filter.Read(parsed) with { All = parsed.GetValue(_all) };
        var ways = (ids.Length > 0 ? 1 : 0) + (FailedFilter.IsEmpty(filter) ? 0 : 1) + (filter.All ? 1 : 0);
        if (ways != 1)
        {
            throw new CliException(ExitCodes.Usage, ways == 0
                ? $"which messages are meant is missing: give ids, or --queue, --type, --exception or {(_retry ? "--reason" : "--text")}, or --all"
                : "which messages are meant is given in more than one way; give ids, or options that narrow, or --all");
        }

        var (acts, exitCode) = ids.Length > 0 ? await One(client, parsed, ids, cancellation) : await Many(client, parsed, filter, cancellation);
        if (!_retry || !parsed.GetValue(_wait) || acts.Count == 0)
        {
            return exitCode;
        }

        var outcome = await new FailedFollower(client, _common.Environment.Clock).Outcome(acts, cancellation);
        if (_common.IsJson(parsed))
        {
            _common.Environment.Out.WriteLine(JsonText.Of(outcome));
        }
        else
        {
            _common.Environment.Error.WriteLine($"{outcome.Resolved} resolved, {outcome.Failed} failed again");
        }

        return outcome.Failed > 0 ? ExitCodes.Failed : exitCode;
    }

    // One after the other, as each may be refused for a reason of its own; the first of those is the exit code.
    private async Task<(List<Guid> Acts, int ExitCode)> One(VsmClient client, ParseResult parsed, string[] ids, CancellationToken cancellation)
    {
        var acts = new List<Guid>();
        var exitCode = ExitCodes.Done;
        foreach (var id in ids)
        {
            try
            {
                var view = _retry
                    ? await client.RetryFailed(id, new RetryRequest { By = By(parsed), Note = parsed.GetValue(_why) }, cancellation)
                    : await client.DiscardFailed(id, new DiscardRequest { By = By(parsed), Reason = parsed.GetValue(_why)! }, cancellation);
                acts.Add(view.ActId!.Value);
                Say(parsed, id, $"message {id} is {(_retry ? "sent to its queue again" : "discarded")}");
            }
            catch (CliException exception) when (ids.Length > 1 && exception.ExitCode is ExitCodes.NotFound or ExitCodes.Refused)
            {
                await _common.Environment.Error.WriteLineAsync($"error: {id}: {exception.Message}");
                exitCode = exitCode == ExitCodes.Done ? exception.ExitCode : exitCode;
            }
        }

        return (acts, exitCode);
    }

    private async Task<(List<Guid> Acts, int ExitCode)> Many(VsmClient client, ParseResult parsed, FailedMessageFilter filter, CancellationToken cancellation)
    {
        var acts = new List<Guid>();
        var (count, leftOut) = (0, 0);
        FailedMessagesTaken taken;
        do
        {
            taken = _retry
                ? await client.RetryFailed(new RetryManyRequest { Filter = filter, By = By(parsed), Note = parsed.GetValue(_why) }, cancellation)
                : await client.DiscardFailed(new DiscardManyRequest { Filter = filter, By = By(parsed), Reason = parsed.GetValue(_why)! }, cancellation);
            count += taken.Count;
            leftOut = taken.LeftOut;
            if (taken.ActId is { } act)
            {
                acts.Add(act);
            }
        }
        while (taken is { More: true, Count: > 0 });

        var rest = leftOut > 0 ? $"; {leftOut} left out: they need a --note, as three retries have failed, or cannot be retried" : "";
        if (_common.IsJson(parsed) && !(_retry && parsed.GetValue(_wait)))
        {
            _common.Environment.Out.WriteLine(JsonText.Of(taken with { Count = count }));
        }
        else
        {
            await _common.Environment.Error.WriteLineAsync($"{count} message{(count == 1 ? " is" : "s are")} {(_retry ? "sent to their queues again" : "discarded")}{rest}");
        }

        return (acts, leftOut > 0 && count == 0 ? ExitCodes.Refused : ExitCodes.Done);
    }

    private void Say(ParseResult parsed, string id, string text)
    {
        if (!_common.IsJson(parsed) || !(_retry && parsed.GetValue(_wait)))
        {
            Done.Write(_common, parsed, id, _retry ? "retry" : "discard", text);
        }
    }

    private string By(ParseResult parsed) => parsed.GetValue(_by) ?? _common.Environment.UserName;
}
