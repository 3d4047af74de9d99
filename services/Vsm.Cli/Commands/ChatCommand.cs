using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Commands;

/// <summary><c>vsm chat</c></summary>
internal sealed class ChatCommand(CommonOptions common)
{
    private const string Mark = "> ";
    private readonly Argument<string> _agent = new("agent") { Description = "The agent's number, name or id; its kind is llm" };
    private readonly Option<string?> _user = SessionCommands.User(common.Environment);
    private readonly Option<string?> _message = new("--message", "-m") { Description = "Say this, print the reply, and end", HelpName = "text" };
    private readonly Option<string?> _key = new("--idempotency-key") { Description = "With --message: the same key again gets the first reply and is no second turn", HelpName = "key" };

    public static Command Create(CommonOptions common)
    {
        var chat = new ChatCommand(common);
        var command = new ExampleCommand(
            "chat",
            "Talks with an agent, a line a turn, until the input ends or Ctrl+C. The conversation stays, and the next call goes on with it.",
            "vsm chat writer",
            "vsm chat writer --user ada --message \"What did we decide?\"",
            "vsm chat writer --output json < questions.txt")
        {
            chat._agent, chat._user, chat._message, chat._key,
        };
        command.SetAction(common.Against(chat.Invoke));
        return command;
    }

    private async Task<int> Invoke(VsmClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var (agent, user) = (parsed.GetValue(_agent)!, SessionCommands.UserOf(common.Environment, parsed.GetValue(_user)));
        if (parsed.GetValue(_message) is { } message)
        {
            await Say(client, parsed, agent, user, message, parsed.GetValue(_key) ?? Guid.NewGuid().ToString(), cancellation);
            return ExitCodes.Done;
        }

        if (parsed.GetValue(_key) is not null)
        {
            throw new CliException(ExitCodes.Usage, "--idempotency-key: goes with --message, as a key is for one turn");
        }

        var known = await client.Agent(agent, cancellation);
        if (common.Environment.InputIsTerminal)
        {
            common.Environment.Error.WriteLine($"You talk with {known.Name} as {user}. An empty line does nothing; Ctrl+D or Ctrl+C ends, and the conversation stays.");
        }

        await Converse(client, parsed, known.Id.ToString(), user, cancellation);
        return ExitCodes.Done;
    }

    private async Task Converse(VsmClient client, ParseResult parsed, string agent, string user, CancellationToken cancellation)
    {
        var environment = common.Environment;
        while (await Read(cancellation) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                await Say(client, parsed, agent, user, line, Guid.NewGuid().ToString(), cancellation);
            }
            catch (CliException refused) when (environment.InputIsTerminal)
            {
                // Whoever sits there can say it otherwise, or again; lines of a file that follow would be out of place.
                environment.Error.WriteLine($"error: {refused.Message}");
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                environment.Error.WriteLine("The reply, once it is there, is in the conversation: vsm sessions show says it.");
                return;
            }
        }
    }

    /// <returns>Null: the input has ended, or somebody ended the program.</returns>
    private async Task<string?> Read(CancellationToken cancellation)
    {
        var environment = common.Environment;
        if (environment.InputIsTerminal)
        {
            environment.Error.Write(Mark);
        }

        try
        {
            // A terminal is read until somebody presses a key, whatever was cancelled.
            var line = await Task.Run(() => environment.In().ReadLine(), CancellationToken.None).WaitAsync(cancellation);
            if (line is null && environment.InputIsTerminal)
            {
                environment.Error.WriteLine();
            }

            return line;
        }
        catch (OperationCanceledException)
        {
            environment.Error.WriteLine();
            return null;
        }
    }

    private async Task Say(VsmClient client, ParseResult parsed, string agent, string user, string message, string key, CancellationToken cancellation)
    {
        TurnTaken turn = await client.Turn(agent, user, message, key, cancellation);
        if (!common.IsJson(parsed))
        {
            ConversationText.WriteCalls(common.Environment.Error, turn.ToolCalls, dimmed: common.Environment.ErrorIsTerminal);
        }

        await common.Environment.Out.WriteLineAsync(common.IsJson(parsed) ? JsonText.Line(turn) : Safe.Text(turn.Reply));
        await common.Environment.Out.FlushAsync(cancellation);
    }
}
