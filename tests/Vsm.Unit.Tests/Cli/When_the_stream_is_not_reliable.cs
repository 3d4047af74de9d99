namespace Vsm.Unit.Tests.Cli;

public sealed class When_the_stream_is_not_reliable : ServerTest
{
    private OrganisationFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new OrganisationFolder();

    [TearDown]
    public void Leave() => _folder.Dispose();

    [Test]
    public async Task It_is_taken_up_where_it_broke_off()
    {
        Server.Journal.BreakEvery = 3;
        var run = await Run(8, TimeProvider.System);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Progress, Is.EquivalentTo(Enumerable.Range(1, 8).Select(x => $"#{x}  approved")));
    }

    [TestCase(3)]
    [TestCase(40)]
    public async Task Tasks_whose_entries_are_lost_are_asked_for(int tasks)
    {
        Server.Journal.Mute = true;
        var run = await Run(tasks, new ShorterClock(TimeSpan.FromSeconds(5)));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Progress, Is.Empty);
    }

    [Test]
    public async Task A_thousand_tasks_are_followed_without_asking_for_each_in_a_loop()
    {
        var run = await Run(1000, TimeProvider.System);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Progress, Has.Count.EqualTo(1000));
        Assert.That(Server.TaskReads, Is.LessThanOrEqualTo(1000 + 32));
        Assert.That(run.Out, Does.EndWith("1000 tasks: 1000 Approved; 0 corrections, $0.0000\n"));
    }

    private Task<CliRun> Run(int tasks, TimeProvider clock)
    {
        _folder.Write("org.yaml", "name: a\npurpose: b\ntasks:\n" + string.Concat(Enumerable.Range(1, tasks).Select(x => $"  - content: task {x}\n")));
        return CliRun.Start(Server, CliRun.Quiet with { Clock = clock }, CancellationToken.None, "run", _folder.File);
    }

    /// <summary>Real time, but for one duration that passes at once.</summary>
    private sealed class ShorterClock(TimeSpan duration) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == duration ? TimeSpan.FromMilliseconds(20) : dueTime, period);
    }
}
