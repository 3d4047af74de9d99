using System.Text;
using Microsoft.AspNetCore.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_the_server_is_away_for_a_while : ServerTest
{
    private const string Waiting = "waiting for the server, at most 30 s: The database cannot be reached; try again.\n";
    private JumpingClock _clock = null!;

    [SetUp]
    public void Begin() => _clock = new JumpingClock();

    [Test]
    public async Task It_is_asked_again_when_it_says_and_the_user_is_told_once()
    {
        Server.Trouble.Of = x => x <= 3 ? (context, _) => FakeTrouble.Busy(context, "5") : null;

        var run = await Run("agent", "list");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, Waiting)));
        Assert.That(run.Out, Does.Contain("worker"));
        Assert.That(_clock.Waited, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(15)).And.LessThan(TimeSpan.FromSeconds(17)));
    }

    [Test]
    public async Task A_short_absence_is_not_worth_a_word()
    {
        Server.Trouble.Of = x => x == 1 ? (context, _) => FakeTrouble.Busy(context, "1") : null;
        Assert.That(await Run("agent", "list"), Has.Property("ExitCode").Zero.And.Property("Error").Empty);
    }

    [TestCase(429)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task A_gateway_that_gets_no_answer_is_asked_again(int status)
    {
        Server.Trouble.Of = x => x <= 2 ? (context, _) => FakeTrouble.Gateway(context, status) : null;
        Assert.That((await Run("agent", "list")).ExitCode, Is.Zero);
        Assert.That(Server.Trouble.Asked, Has.Count.EqualTo(3));
    }

    [TestCase(500)]
    [TestCase(502)]
    [TestCase(504)]
    public async Task What_asking_again_does_not_help_against_is_said_at_once(int status)
    {
        Server.Trouble.Of = _ => (context, _) => Results.Problem("No model is set up.", statusCode: status).ExecuteAsync(context);

        var run = await Run("chat", "worker", "--message", "Hello");

        Assert.That((run.ExitCode, run.Error, Server.Trouble.Asked.Count), Is.EqualTo((1, "error: No model is set up.\n", 1)));
    }

    [TestCase("2")]
    [TestCase("")]
    public async Task Patience_ends_and_what_was_the_matter_is_said(string retryAfter)
    {
        Server.Trouble.Of = _ => (context, _) => FakeTrouble.Busy(context, retryAfter);

        var run = await Run("agent", "list");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith(Waiting).And.Match($@"error: The database cannot be reached; try again. \(asked {Server.Trouble.Asked.Count} times in \d+ s\)\n\z"));
        Assert.That(_clock.Waited, Is.LessThan(TimeSpan.FromSeconds(36)));
        Assert.That(Server.Trouble.Asked, Has.Count.InRange(5, 20));
    }

    [TestCase("60")]
    [TestCase("2", "--patience", "0s")]
    public async Task It_is_asked_once_when_there_is_no_patience_for_more(string retryAfter, params string[] options)
    {
        Server.Trouble.Of = _ => (context, _) => FakeTrouble.Busy(context, retryAfter);

        var run = await Run(["agent", "list", .. options]);

        Assert.That((run.ExitCode, run.Error, Server.Trouble.Asked.Count), Is.EqualTo((1, "error: The database cannot be reached; try again.\n", 1)));
    }

    [Test]
    public async Task Ctrl_C_ends_the_waiting()
    {
        using var interrupt = new CancellationTokenSource();
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Trouble.Of = _ => (context, _) => FakeTrouble.Busy(context, "20");

        var run = CliRun.Start(null, CliRun.Quiet with { Clock = new Standstill(waits) }, interrupt.Token, "agent", "list", "--server", Server.Address.ToString());
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await interrupt.CancelAsync();

        Assert.That((await run).ExitCode, Is.EqualTo(1));
        Assert.That((await run).Error, Does.EndWith("stopped\n"));
        Assert.That(Server.Trouble.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_task_is_handed_in_once_though_the_first_answer_is_lost()
    {
        Server.Trouble.Of = x => x == 1 ? FakeTrouble.Lost : null;

        var run = await Run("task", "submit", "Do it");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Server.Submitted, Has.Count.EqualTo(1));
        Assert.That(run.Out.Trim(), Is.EqualTo(Server.Tasks.Keys.Single().ToString()));
    }

    [TestCase("approve", "1", "--reason", "r")]
    [TestCase("task", "cancel", "1")]
    [TestCase("task", "budget", "1", "0.5")]
    [TestCase("budget", "set", "vsm", "5")]
    [TestCase("budget", "raise", "vsm", "5")]
    [TestCase("settings", "set", "price:openai/gpt-4o-mini", "input=1 output=1", "--reason", "r")]
    [TestCase("agent", "drain", "3")]
    [TestCase("chat", "worker", "--message", "Hello")]
    public async Task What_changes_something_is_asked_again_under_the_same_key(params string[] arguments)
    {
        Server.AddTask(Views.Waiting(Views.Task(1, "Do it")));
        var lost = 0;
        Server.Trouble.Of = _ => (context, next) => HttpMethods.IsGet(context.Request.Method) || Interlocked.Increment(ref lost) > 1 ? next(context) : FakeTrouble.Gateway(context, 504);

        var run = await Run(arguments);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var asked = Server.Trouble.Asked.Where(x => x.Method != "GET").ToList();
        Assert.That(asked, Has.Count.EqualTo(2));
        Assert.That((asked[0], asked[0].Key.Length), Is.EqualTo((asked[1], 36)));
    }

    [Test]
    public async Task A_conversation_whose_removal_was_not_heard_of_is_removed()
    {
        var gone = false;
        Server.Trouble.Of = _ => (context, next) => gone ? Results.Problem("no conversation", statusCode: 404).ExecuteAsync(context)
            : HttpMethods.IsDelete(context.Request.Method) && (gone = true) ? FakeTrouble.Lost(context, next)
            : next(context);

        var run = await Run("sessions", "delete", "worker", "--user", "tester");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Server.Sessions.Deleted, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_file_is_sent_and_an_output_is_fetched_again_from_the_start()
    {
        using var folder = new OrganisationFolder();
        var content = string.Concat(Enumerable.Repeat("a,b\n", 100_000));
        var whole = Encoding.UTF8.GetBytes(content);
        var task = Server.AddTask(Views.Task(7, "Do it") with
        {
            State = "Approved", Output = "a", OutputReference = new ContentReference { Uri = new Uri("vsm-content:/sha256/x"), Length = whole.Length, Sha256 = Sha256(whole) },
        });
        Server.Outputs[task.Id] = whole;
        var first = new HashSet<string>();
        Server.Trouble.Of = _ => (context, next) =>
            context.Request.Path.Value is { } path && (path.EndsWith("/output", StringComparison.Ordinal) || path.EndsWith("/content", StringComparison.Ordinal)) && first.Add(path)
                ? HttpMethods.IsGet(context.Request.Method) ? FakeTrouble.Half(context, next) : FakeTrouble.Lost(context, next)
                : next(context);

        var sent = await Run("task", "submit", "Do it", "--data", folder.Write("data.csv", content));
        var fetched = await Run("task", "show", task.Id.ToString(), "--out", Path.Combine(folder.Path, "out.csv"));

        Assert.That((sent.ExitCode, fetched.ExitCode), Is.EqualTo((0, 0)), sent.Error + fetched.Error);
        Assert.That(Server.Submitted.Single().References.Single().Sha256, Is.EqualTo(Sha256(whole)));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "out.csv")), Is.EqualTo(whole));
        Assert.That(first, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_run_gets_to_its_end_and_hands_each_task_in_once()
    {
        using var folder = new OrganisationFolder();
        folder.Write("org.yaml", "name: a\npurpose: b\ntasks:\n" + string.Concat(Enumerable.Range(1, 20).Select(x => $"  - content: task {x}\n")));
        Server.Trouble.Of = x => (context, next) => context.Request.Path.Value!.EndsWith("/stream", StringComparison.Ordinal) ? next(context)
            : (x % 5) switch { 0 => FakeTrouble.Gateway(context, 503), 1 => FakeTrouble.Lost(context, next), _ => next(context) };

        var run = await CliRun.Start(Server, CliRun.Quiet, CancellationToken.None, "run", folder.File);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Server.Submitted.Select(x => x.Content), Is.EquivalentTo(Enumerable.Range(1, 20).Select(x => $"task {x}")));
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private Task<CliRun> Run(params string[] arguments) =>
        CliRun.Start(null, CliRun.Quiet with { Clock = _clock }, CancellationToken.None, [.. arguments, "--server", Server.Address.ToString()]);

    /// <summary>Says when somebody waits, for ever.</summary>
    private sealed class Standstill(TaskCompletionSource waits) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            waits.TrySetResult();
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
