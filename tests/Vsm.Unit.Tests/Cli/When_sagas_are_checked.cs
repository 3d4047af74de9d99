using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_sagas_are_checked
{
    private static readonly Guid Task = new(7, 0, 0, new byte[8]);

    [Test]
    public async Task It_passes_when_nothing_is_blocked()
    {
        var run = await CheckAsync(new SagaCheckView { MissingMigrations = [], Checked = 12, Blocked = [] });

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((0, $"pass: 12 tasks under way, 0 blocked, 0 waived{Environment.NewLine}")));
    }

    [TestCase(true, 0, "pass: 12 tasks under way, 0 blocked, 1 waived")]
    [TestCase(false, 1, "blocked: 12 tasks under way, 1 blocked, 0 waived")]
    public async Task What_is_blocked_is_listed_with_its_reason(bool waived, int exitCode, string last)
    {
        var run = await CheckAsync(new SagaCheckView
        {
            MissingMigrations = [], Checked = 12, Blocked = [new BlockedSaga { Id = Task, State = "Thinking", Reason = "This version knows no state 'Thinking'.", Waived = waived }],
        });

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.Out, Does.Contain(Task.ToString()).And.Contain("Thinking").And.Contain("knows no state").And.Contain(last));
    }

    [Test]
    public async Task A_database_of_an_older_version_is_not_read()
    {
        var run = await CheckAsync(new SagaCheckView { MissingMigrations = ["20300101_More"], Checked = 0, Blocked = [] });

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.StartWith("blocked: the database has not got 20300101_More yet."));
    }

    [Test]
    public async Task A_program_without_services_says_which_one_to_use()
    {
        var run = await CliRun.Alone("saga", "check");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("all-in-one program"));
    }

    private static async Task<CliRun> CheckAsync(SagaCheckView view)
    {
        await using var server = await FakeServer.Start();
        server.Sagas = view;
        return await CliRun.Hosting(server, CancellationToken.None, "saga", "check");
    }
}
