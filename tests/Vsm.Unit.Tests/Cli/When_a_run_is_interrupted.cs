using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_a_run_is_interrupted
{
    private const string Yaml = "name: Review\npurpose: Look\ntasks:\n  - content: One\n  - content: Two\n  - content: Three\n";

    private FakeServer _server = null!;
    private OrganisationFolder _folder = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await FakeServer.Start();
        _folder = new OrganisationFolder();
        _folder.Write("org.yaml", Yaml);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task What_runs_is_cancelled_and_said_and_what_is_done_stays()
    {
        using var interrupt = new CancellationTokenSource();
        var handedIn = 0;
        _server.OnTask = (server, task) =>
        {
            if (task.Content == "One")
            {
                server.Approve(task, "ok");
            }

            if (Interlocked.Increment(ref handedIn) == 3)
            {
                interrupt.Cancel();
            }
        };
        var run = await CliRun.Hosting(_server, interrupt.Token, "run", _folder.File);
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
        Assert.That(run.Error, Does.Contain("interrupted: cancelling what still runs\n").And.Contains("cancelled 2 of 3 tasks\n"));
        Assert.That(run.Out, Does.EndWith("3 tasks: 1 Approved, 2 Cancelled; 0 corrections, $0.0000\n"));
        Assert.That(_server.Posted.Select(x => ((CancelRequest)x.Body).By), Is.EqualTo(["tester", "tester"]));
    }

    [Test]
    public async Task The_time_given_by_timeout_does_the_same()
    {
        var clock = new ClockWithAlarm(TimeSpan.FromHours(1));
        var handedIn = 0;
        _server.OnTask = (_, _) =>
        {
            if (Interlocked.Increment(ref handedIn) == 3)
            {
                clock.Ring();
            }
        };
        var run = await CliRun.Start(_server, CliRun.Quiet with { Clock = clock }, CancellationToken.None, "run", _folder.File, "--timeout", "1h");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("the time given by --timeout passed: cancelling what still runs\n").And.Contains("cancelled 3 of 3 tasks\n"));
    }

    [Test]
    public async Task Waiting_tasks_are_cancelled_as_well()
    {
        using var interrupt = new CancellationTokenSource();
        var waiting = 0;
        _server.OnTask = (server, task) =>
        {
            server.Step(Views.Waiting(task), "waits");
            if (Interlocked.Increment(ref waiting) == 3)
            {
                interrupt.Cancel();
            }
        };
        var run = await CliRun.Hosting(_server, interrupt.Token, "run", _folder.File, "--wait");
        Assert.That(run.Out, Does.EndWith("3 tasks: 3 Cancelled; 0 corrections, $0.0000\n"));
    }
}
