using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vsm.Cli;
using Vsm.Contracts.Operations;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_a_user_talks_with_an_agent : ServerTest
{
    [Test]
    public async Task One_message_is_one_turn_and_its_reply_is_printed()
    {
        var run = await Vsm("chat", "worker", "--user", "ada", "--message", "Hello", "--idempotency-key", "k1");

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((0, "You said: Hello\n", "")));
        Assert.That(Server.Sessions.Turns, Is.EqualTo([("worker", "ada", "Hello", "k1")]));
    }

    [Test]
    public async Task Each_line_is_a_turn_until_the_input_ends()
    {
        var run = await TalkAsync("Hello\n\n  \nWho am I?\n", terminal: false, "chat", "worker");

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((0, "You said: Hello\nYou said: Who am I?\n", "")));
        Assert.That(Server.Sessions.Turns.Select(x => (x.User, x.Message)), Is.EqualTo([("tester", "Hello"), ("tester", "Who am I?")]));
        Assert.That(Server.Sessions.Turns.Select(x => x.Key).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Json_is_a_line_for_each_turn()
    {
        var run = await TalkAsync("Hello\nAgain\n", terminal: false, "chat", "3", "--output", "json");

        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => JsonElement.Parse(x)).ToList();
        Assert.That(lines.Select(x => x.GetProperty("reply").GetString()), Is.EqualTo(["You said: Hello", "You said: Again"]));
        Assert.That(lines[0].GetProperty("session").GetProperty("turns").GetInt32(), Is.EqualTo(3));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_tools_were_called_is_said_beside_the_reply(bool terminal)
    {
        Server.Sessions.OnTurn = (_, _) => Task.FromResult(FakeSessions.Reply(
            "Fine.",
            FakeSessions.Call("files.read", ToolCallOutcome.Succeeded, "The\ntext."),
            FakeSessions.Call("files.write", ToolCallOutcome.Refused, "not permitted\u001b[2J:\nask for it"),
            FakeSessions.Call("web.fetch", ToolCallOutcome.Failed, null)));

        var run = await CliRun.Start(
            null, CliRun.Quiet with { ErrorIsTerminal = terminal }, CancellationToken.None, "chat", "worker", "--message", "Hello", "--server", Server.Address.ToString());
        var json = await Vsm("chat", "worker", "--message", "Hello", "--output", "json");

        string[] said = ["  files.read: succeeded", "  files.write: refused, not permitted\uFFFD[2J: ask for it", "  web.fetch: failed"];
        Assert.That((run.ExitCode, run.Out), Is.EqualTo((0, "Fine.\n")));
        Assert.That(run.Error, Is.EqualTo(string.Concat(said.Select(x => terminal ? $"\u001b[2m{x}\u001b[0m\n" : $"{x}\n"))));
        Assert.That((json.Error, JsonElement.Parse(json.Out).GetProperty("toolCalls").GetArrayLength()), Is.EqualTo(("", 3)));
    }

    [Test]
    public async Task At_a_terminal_it_is_asked_for_and_a_refusal_ends_nothing()
    {
        Server.Sessions.OnTurn = (message, _) => Task.FromResult(
            message == "Now" ? Results.Problem("Another turn is under way.", statusCode: 409) : FakeSessions.Reply("Fine."));

        var run = await TalkAsync("Now\nThen\n", terminal: true, "chat", "worker");

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((0, "Fine.\n")));
        Assert.That(run.Error, Does.StartWith("You talk with worker as tester.").And.Contain("> error: Another turn is under way.\n> > \n"));
    }

    [Test]
    public async Task In_a_file_a_refusal_ends_it_as_later_lines_would_be_out_of_place()
    {
        Server.Sessions.OnTurn = (_, _) => Task.FromResult(Results.Problem("The budget is spent.", statusCode: 409));

        var run = await TalkAsync("Now\nThen\n", terminal: false, "chat", "worker");

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((4, "", "error: The budget is spent.\n")));
        Assert.That(Server.Sessions.Turns, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Ctrl_C_at_the_prompt_ends_it()
    {
        using var interrupt = new CancellationTokenSource();
        using var silent = new SilentReader(interrupt.Cancel);

        var run = await CliRun.Start(null, Terminal(silent), interrupt.Token, "chat", "worker", "--server", Server.Address.ToString());

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Ctrl_C_during_a_turn_says_where_its_reply_will_be()
    {
        using var interrupt = new CancellationTokenSource();
        Server.Sessions.OnTurn = async (_, aborted) =>
        {
            var left = new TaskCompletionSource();
            await using var registration = aborted.Register(left.SetResult);
            await interrupt.CancelAsync();
            await left.Task;
            return Results.StatusCode(499);
        };

        var run = await CliRun.Start(null, Terminal(new StringReader("Think\n")), interrupt.Token, "chat", "worker", "--server", Server.Address.ToString());

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((0, "")));
        Assert.That(run.Error, Does.EndWith("The reply, once it is there, is in the conversation: vsm sessions show says it.\n"));
    }

    [Test]
    public async Task Conversations_are_listed_shown_and_deleted()
    {
        var list = await Vsm("sessions", "list");
        var show = await Vsm("sessions", "show", "worker");
        var json = await Vsm("sessions", "show", "3", "--output", "json");
        var delete = await Vsm("sessions", "delete", "worker");
        var none = await Vsm("sessions", "delete", "worker", "--user", "bob");

        Assert.That((list.Out, list.Error), Is.EqualTo(("""
            AGENT   USER    TURNS  TOKENS  COST     LAST
            worker  tester  3      1200    $0.0040  1970-01-01 00:00:00Z

            """, "there are more: add --after mark\n")));
        Assert.That(show.Out, Is.EqualTo("""
            worker and tester
              since:     1970-01-01 00:00:00Z, last turn 1970-01-01 00:00:00Z
              turns:     3, some 19 tokens remembered
              cost:      $0.0040 of at most $1.0000
              forgotten: 2 messages

            [4 earlier messages, summarised by test/small]
            They met.

            tester:
            Hello

            worker:
            Hello.�[31m

            """));
        Assert.That(JsonElement.Parse(json.Out).GetProperty("summary").GetProperty("messages").GetInt32(), Is.EqualTo(4));
        Assert.That((delete.ExitCode, delete.Error), Is.EqualTo((0, "the conversation of tester with worker is deleted\n")));
        Assert.That((none.ExitCode, none.Error), Is.EqualTo((3, "error: no conversation of bob\n")));
        Assert.That(Server.Sessions.Deleted, Is.EqualTo([("worker", "tester"), ("worker", "bob")]));
    }

    [TestCase("error: --user: found 'a b'; expected letters without accents, digits and . _ @ + -, starting with a letter or digit, at most 100 characters\n", 2, "chat", "worker", "--user", "a b")]
    [TestCase("error: --idempotency-key: goes with --message, as a key is for one turn\n", 2, "chat", "worker", "--idempotency-key", "k")]
    [TestCase("error: no agent nobody\n", 3, "chat", "nobody")]
    public async Task A_wrong_use_says_what_was_expected(string error, int code, params string[] args)
    {
        var run = await Vsm(args);

        Assert.That((run.ExitCode, run.Error, run.Out), Is.EqualTo((code, error, "")));
    }

    private Task<CliRun> TalkAsync(string input, bool terminal, params string[] args) => CliRun.Start(
        null, Terminal(new StringReader(input)) with { InputIsTerminal = terminal }, CancellationToken.None, [.. args, "--server", Server.Address.ToString()]);

    private static CliEnvironment Terminal(TextReader input) => CliRun.Quiet with { In = () => input, InputIsTerminal = true };

    /// <summary>Somebody who sits there and types nothing.</summary>
    private sealed class SilentReader(Action reading) : TextReader
    {
        private readonly ManualResetEventSlim _end = new();

        public override string? ReadLine()
        {
            reading();
            _end.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
