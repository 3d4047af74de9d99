using System.Globalization;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Timers;

public sealed class When_Control_has_two_replicas
{
    private const string Sweeps = "looks for time limits that passed from now on";
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(5);
    private Controls _controls = null!;

    [SetUp]
    public async Task CreateAsync() => _controls = await Controls.CreateAsync();

    [TearDown]
    public async Task EndAsync()
    {
        if (_controls is not null)
        {
            await _controls.ReportAsync();
            await _controls.DisposeAsync();
        }
    }

    [Test]
    public async Task One_sweeps_and_the_other_takes_over_when_it_is_killed()
    {
        var replicas = await Task.WhenAll(_controls.StartAsync(), _controls.StartAsync());
        var first = await _controls.SweeperAsync();
        await _controls.ApplyOrganisationAsync(TimeSpan.FromSeconds(3));
        var steps = await _controls.HandInAsync(50);
        await _controls.RememberDueAsync();

        var sweeping = replicas.Single(x => x.Output.Contains(Sweeps, StringComparison.Ordinal));
        var other = replicas.Single(x => x != sweeping);
        var killed = await _controls.Database.NowAsync();
        await sweeping.SignalAsync("KILL");
        var second = await _controls.SweeperAsync(x => x != first);
        await _controls.AllInAsync("Expired", 50);

        var since = await _controls.Database.ScalarAsync<DateTime>("select since from s3_control.leases where name = 'sweeps'");
        Report($"takeover after kill -9: {(since - killed).TotalSeconds:0.00} s");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sweeping.Output, Does.Contain($"Replica {first} {Sweeps}"));
            Assert.That(other.Output, Does.Contain($"Replica {second} {Sweeps}"));
            Assert.That(since - killed, Is.LessThan(MostLate));
            await ExpectInTimeAsync(50, steps, lateAfter: null);
        }
    }

    [Test]
    public async Task Time_limits_outlast_an_end_of_both()
    {
        const int count = 1000;
        var replicas = await Task.WhenAll(_controls.StartAsync(), _controls.StartAsync());
        await _controls.ApplyOrganisationAsync(TimeSpan.FromSeconds(20));
        var steps = await _controls.HandInAsync(count);
        await Task.WhenAll(replicas.Select(x => x.SignalAsync("KILL")));
        await _controls.RememberDueAsync();
        var waiting = await _controls.NumberAsync("select count(*) from public.due");
        await Eventually.ReadAsync("all time limits passed", () => _controls.NumberAsync("select count(*) from public.due where due_at > clock_timestamp()"), x => x == 0);

        await Task.WhenAll(_controls.StartAsync(), _controls.StartAsync());
        await _controls.AllInAsync("Expired", count);
        var back = await _controls.Database.ScalarAsync<DateTime>("select since from s3_control.leases where name = 'sweeps'"); // the first sweep

        Report($"{waiting} of {count} tasks came due while no replica ran");
        Assert.That(waiting, Is.GreaterThan(count / 2));
        await ExpectInTimeAsync(count, steps, back);
    }

    [Test]
    public async Task A_database_that_is_away_is_said_once()
    {
        var control = await _controls.StartAsync();
        await _controls.SweeperAsync();
        await _controls.ApplyOrganisationAsync(TimeSpan.FromSeconds(3));
        var steps = await _controls.HandInAsync(5);
        await _controls.RememberDueAsync();

        await _controls.Database.CloseAsync();
        await control.LineAsync("DeadlineSweep");
        var away = await _controls.Database.NowAsync();
        await Eventually.ReadAsync("several sweeps in vain", _controls.Database.NowAsync, x => x > away.AddSeconds(5));
        await _controls.Database.OpenAsync();
        var back = await _controls.Database.NowAsync();
        await control.LineAsync("DeadlineSweep works again");
        await _controls.AllInAsync("Expired", 5);

        Assert.That(Count(control, "DeadlineSweep"), Is.EqualTo(2), control.Output);
        await ExpectInTimeAsync(5, steps, back);
    }

    /// <summary>
    /// Each ended once, none before its time, none more than five seconds after it, or after somebody was there to see it; or as long after as the steps before took here.
    /// </summary>
    private async Task ExpectInTimeAsync(int count, TimeSpan steps, DateTime? lateAfter)
    {
        var reference = lateAfter is { } back ? $"greatest(due_at, '{back.ToString("O", CultureInfo.InvariantCulture)}')" : "due_at";
        const string both = "from public.due join s3_control.tasks using (id)";
        var earliest = await _controls.NumberAsync($"select extract(epoch from min(ended_at - due.due_at)) {both}");
        var latest = await _controls.NumberAsync($"select extract(epoch from max(ended_at - {reference.Replace("due_at", "due.due_at", StringComparison.Ordinal)})) {both}");
        Report($"earliest {earliest:0.000} s after its time, latest {latest:0.000} s after it could be seen; the two steps before took {steps.TotalSeconds:0.0} s");
        Report(await _controls.Database.ScalarAsync<string>($"select string_agg(format('%s s: %s', s, n), ', ' order by s) from (select ceil(extract(epoch from ended_at - {reference.Replace("due_at", "due.due_at", StringComparison.Ordinal)})) s, count(*) n {both} group by 1) x"));
        var answers = await Eventually.ReadAsync("an answer to each", () => _controls.Broker.CountAsync(Controls.Answers), x => x >= count);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Is.EqualTo(count), "one answer each");
            Assert.That(await _controls.NumberAsync("select count(*) from s3_control.tasks where step <> 3"), Is.Zero, "two steps to wait, one to expire");
            Assert.That(earliest, Is.GreaterThanOrEqualTo(0));
            Assert.That(latest, Is.LessThan(MostLate.OrAsLongAs(steps).TotalSeconds));
            Assert.That(await _controls.Broker.TroubleAsync(), Is.Empty);
        }
    }

    private static int Count(ServiceProcess process, string text) =>
        process.Output.Split('\n').Count(x => x.Contains(text, StringComparison.Ordinal));

    private static void Report(string text) => TestContext.Out.WriteLine(text);
}
