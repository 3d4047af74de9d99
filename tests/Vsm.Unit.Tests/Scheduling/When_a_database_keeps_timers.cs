using MassTransit;
using MassTransit.QuartzIntegration;
using Microsoft.Data.SqlClient;
using Npgsql;
using Vsm.Scheduling;
using Vsm.Unit.Tests.Ai;

namespace Vsm.Unit.Tests.Scheduling;

public sealed class When_a_database_keeps_timers
{
    [Test]
    public void Its_schema_is_made_where_it_is_missing()
    {
        var (postgres, sqlServer) = (Database(isPostgres: true), Database(isPostgres: false));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(postgres.SchemaSql, Is.EqualTo("create schema if not exists timers"));
            Assert.That(sqlServer.SchemaSql, Is.EqualTo("if schema_id(N'timers') is null exec(N'create schema [timers]')"));
            Assert.That(sqlServer.TablePrefix, Is.EqualTo("timers.qrtz_"));
            Assert.That(sqlServer.TimeSql, Is.EqualTo("select sysutcdatetime()"));
        }
    }

    [TestCase("Timers")]
    [TestCase("timers; drop schema public")]
    [TestCase("")]
    public void A_schema_of_another_name_is_refused(string name) => Assert.That(
        () => new SchedulerDatabase(NpgsqlFactory.Instance, "", name, isPostgres: true), Throws.TypeOf<ConfigurationException>().With.Message.Contains("is no name"));

    [Test]
    public async Task Its_time_is_kept_beside_the_clock_of_the_machine()
    {
        var system = TimeProvider.System;
        var clock = new SchedulerClock(system, _ => Task.FromResult<object?>(system.GetUtcNow().UtcDateTime.AddHours(-2)));
        await clock.CompareAsync(CancellationToken.None);
        Assert.That(clock.GetUtcNow(), Is.EqualTo(system.GetUtcNow().AddHours(-2)).Within(TimeSpan.FromSeconds(2)));
    }

    // The database reads its time when the question comes in; the answer takes long.
    [TestCase(new[] { 4_000, 100, 4_000 }, 2, -0.1)]
    [TestCase(new[] { 100 }, 1, -0.1)]
    [TestCase(new[] { 4_000, 1_000, 2_000 }, 3, -1)]
    public async Task The_quickest_of_a_few_answers_counts_and_its_time_is_never_ahead(int[] milliseconds, int questions, double error)
    {
        var (system, asked) = (new FakeTime(), 0);
        var clock = new SchedulerClock(system, _ =>
        {
            var theirs = system.GetUtcNow().UtcDateTime.AddHours(2);
            system.Pass(TimeSpan.FromMilliseconds(milliseconds[asked++]));
            return Task.FromResult<object?>(theirs);
        });
        await clock.CompareAsync(CancellationToken.None);
        Assert.That((asked, (clock.Offset - TimeSpan.FromHours(2)).TotalSeconds), Is.EqualTo((questions, error)));
    }

    [Test]
    public void Settings_out_of_range_are_named()
    {
        var result = new SchedulerOptionsValidator().Validate(null, new SchedulerOptions { ConcurrentMessages = 0, CheckinInterval = TimeSpan.Zero });
        Assert.That(result.FailureMessage, Does.Contain(nameof(SchedulerOptions.ConcurrentMessages)).And.Contain(nameof(SchedulerOptions.CheckinInterval)));
    }

    private static SchedulerDatabase Database(bool isPostgres) => new(isPostgres ? NpgsqlFactory.Instance : SqlClientFactory.Instance, "", "timers", isPostgres);
}
