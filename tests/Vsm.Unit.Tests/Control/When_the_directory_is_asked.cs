using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Registry;
using Vsm.Testing;

namespace Vsm.Unit.Tests.Control;

public sealed class When_the_directory_is_asked : IDisposable
{
    private readonly InMemoryStore _store = new();
    private readonly ManualClock _clock = new(Given.Now);
    private readonly AgentDirectory _directory;

    public When_the_directory_is_asked() => _directory = new AgentDirectory(_clock);

    public void Dispose() => _directory.Dispose();

    [Test]
    public async Task What_it_read_is_good_for_a_second_unless_it_has_to_be_fresh()
    {
        Assert.That(await FindAsync(), Is.Empty);
        await StoreAsync(Given.Agent());

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await FindAsync(), Is.Empty);
        Assert.That(await FindAsync(fresh: true), Has.Count.EqualTo(1));
        await StoreAsync(Given.Agent(2));
        Assert.That(await FindAsync(), Has.Count.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1));
        Assert.That(await FindAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_change_of_the_registry_is_seen_at_once()
    {
        await FindAsync();
        await StoreAsync(Given.Agent());

        _directory.Invalidate();

        Assert.That(await FindAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Agents_of_other_instances_are_left_out()
    {
        await StoreAsync(Given.Agent());

        Assert.That(await FindAsync(vsm: "north"), Is.Empty);
    }

    [Test]
    public async Task Tasks_given_since_the_last_report_count_as_load_until_the_next()
    {
        await StoreAsync(Reported(running: 1, Given.Now));
        Assert.That(await LoadAsync(), Is.EqualTo(0.25));

        _directory.Assigned(Given.Id(1));
        _directory.Assigned(Given.Id(1));
        Assert.That(await LoadAsync(), Is.EqualTo(0.75));
        _directory.Finished(Given.Id(1));
        Assert.That(await LoadAsync(), Is.EqualTo(0.5));
        _directory.Finished(Given.Id(1));
        _directory.Finished(Given.Id(1));
        Assert.That(await LoadAsync(), Is.EqualTo(0.25));

        _directory.Assigned(Given.Id(1));
        await StoreAsync(Reported(running: 2, Given.Now.AddSeconds(30)));
        Assert.That(await LoadAsync(), Is.EqualTo(0.5));
    }

    [Test]
    public async Task Load_is_shared_by_replicas_and_ends_at_one()
    {
        var agent = Reported(running: 3, Given.Now);
        AgentHealth.Apply(agent, Given.Report(replica: "b", metrics: new AgentMetrics { Running = 1 }), Given.Now, Given.Interval);
        await StoreAsync(agent);
        Assert.That(await LoadAsync(), Is.EqualTo(0.5));

        for (var i = 0; i < 9; i++)
        {
            _directory.Assigned(Given.Id(1));
        }

        Assert.That(await LoadAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_candidate_shows_what_the_registry_knows()
    {
        var agent = Given.Agent(status: AgentStatus.Draining);
        AgentHealth.Apply(agent, Given.Report(metrics: new AgentMetrics { TasksCompleted = 1, TasksFailed = 3 }), Given.Now, Given.Interval);
        agent.Status = AgentStatus.Draining;
        await StoreAsync(agent);

        var candidate = (await FindAsync(fresh: true)).Single();

        Assert.That((candidate.Status, candidate.SuccessRate, candidate.TakesTasks), Is.EqualTo((AgentStatus.Draining, 0.25, false)));
        Assert.That(candidate.Agent.AgentId, Is.EqualTo(Given.Id(1)));
    }

    private static RegisteredAgent Reported(int running, DateTimeOffset at)
    {
        var agent = Given.Agent();
        AgentHealth.Apply(agent, Given.Report(at: at, metrics: new AgentMetrics { Running = running }), at, Given.Interval);
        return agent;
    }

    private async Task<double> LoadAsync() => (await FindAsync(fresh: true)).Single().Load;

    private async Task<IReadOnlyList<Candidate>> FindAsync(bool fresh = false, string vsm = "root")
    {
        await using var db = Context();
        return await _directory.FindAsync(vsm, fresh, db, CancellationToken.None);
    }

    private async Task StoreAsync(RegisteredAgent agent)
    {
        await using var db = Context();
        if (await db.Agents.SingleOrDefaultAsync(x => x.AgentId == agent.AgentId) is { } old)
        {
            db.Remove(old);
            await db.SaveChangesAsync();
        }

        db.Add(agent);
        await db.SaveChangesAsync();
    }

    private ControlDbContext Context()
    {
        var options = new DbContextOptionsBuilder<ControlDbContext>();
        _store.Configure(options, ControlDbContext.Schema);
        return new ControlDbContext(options.Options, _store);
    }
}
