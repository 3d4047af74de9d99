using System.Text.Json;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_failed_messages_are_dealt_with : ServerTest
{
    private const string First = "00000000-0000-0000-0000-000000000001";
    private const string Second = "00000000-0000-0000-0000-000000000002";
    private const string Nobody = "00000000-0000-0000-0000-000000000009";

    [SetUp]
    public void Fail() => Server.Failures.All.AddRange([Views.Failed(1), Views.Failed(2, FailedMessageState.Resolved)]);

    [Test]
    public async Task They_are_listed_counted_and_shown()
    {
        var list = await Vsm("failed", "list", "--state", "failed", "--queue", "vsm.s3.tasks");
        var groups = await Vsm("failed", "groups");
        var show = await Vsm("failed", "show", First);
        Assert.That(list.Out, Is.EqualTo($"""
            ID                                    STATE   FAILED AT             QUEUE         TYPE  RETRIES  REASON
            {First}  Failed  1970-01-01 00:00:00Z  vsm.s3.tasks  A:B   0        no�[2J account

            """));
        Assert.That(groups.Out, Is.EqualTo("COUNT  QUEUE         TYPE  EXCEPTION\n3      vsm.s3.tasks  A:B   X\n"));
        Assert.That(show.Out, Does.StartWith($"{First}  Failed\n  queue:      vsm.s3.tasks\n").And.Contains("  header h: v\n  body, 2 bytes:\n    {}\n"));
        Assert.That((await Vsm("failed", "show", Nobody)).ExitCode, Is.EqualTo(3));
        Assert.That(JsonDocument.Parse((await Vsm("failed", "list", "-o", "json")).Out).RootElement.GetProperty("items").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_retry_and_a_discarding_say_who_and_why()
    {
        await Vsm("failed", "retry", First, "--note", "mended");
        await Vsm("failed", "discard", First, "--by", "Ada", "--reason", "a test");
        await Vsm("failed", "retry", "--queue", "q", "--type", "A:B", "--reason", "text");
        await Vsm("failed", "discard", "--all", "--reason", "all tests");
        Assert.That(Server.Posted, Is.EqualTo(new (string, object)[]
        {
            ($"retry {First}", new RetryRequest { By = "tester", Note = "mended" }),
            ($"discard {First}", new DiscardRequest { By = "Ada", Reason = "a test" }),
            ("retry", new RetryManyRequest { By = "tester", Filter = new FailedMessageFilter { Queue = "q", Type = "A:B", Reason = "text" } }),
            ("discard", new DiscardManyRequest { By = "tester", Reason = "all tests", Filter = new FailedMessageFilter { All = true } }),
        }));
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    public async Task Waiting_shows_the_outcome(int failsAgain, int exitCode)
    {
        (Server.Failures.Retrying, Server.Failures.FailsAgain) = (1, failsAgain);
        var run = await Vsm("failed", "retry", "--all", "--wait");
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.Error, Is.EqualTo(
            "3 messages are sent to their queues again; 1 left out: they need a --note, as three retries have failed, or cannot be retried\n"
            + $"{3 - failsAgain} resolved, {failsAgain} failed again\n"));
    }

    [Test]
    public async Task Of_several_each_is_answered_and_the_first_refusal_is_the_exit_code()
    {
        var run = await Vsm("failed", "retry", First, Second, Nobody);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((4,
            $"message {First} is sent to its queue again\nerror: {Second}: its state is Resolved\nerror: {Nobody}: no failed message {Nobody}\n")));
        Assert.That((await Vsm("failed", "retry", Second)).ExitCode, Is.EqualTo(4));
        Assert.That((await Vsm("failed", "retry", Nobody)).ExitCode, Is.EqualTo(3));
    }

    [TestCase("which messages are meant is missing: give ids, or --queue, --type, --exception or --reason, or --all", "failed", "retry")]
    [TestCase("which messages are meant is given in more than one way; give ids, or options that narrow, or --all", "failed", "retry", "--all", "--queue", "q")]
    [TestCase("Option '--reason' is required.", "failed", "discard", First)]
    public async Task Which_are_meant_and_why_has_to_be_said(string error, params string[] args)
    {
        var run = await Vsm(args);
        Assert.That((run.ExitCode, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith($"error: {error}\n"));
        Assert.That(Server.Posted, Is.Empty);
    }
}
