using Microsoft.EntityFrameworkCore;
using NSubstitute;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Api;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Failures;
using Vsm.Persistence;

namespace Vsm.Unit.Tests.Dashboard;

/// <summary>What runs in memory may have no translation; this needs no server to find out.</summary>
public sealed class When_queries_go_to_PostgreSQL
{
    private static readonly (DateTimeOffset, Guid) After = (DateTimeOffset.UnixEpoch, Guid.Empty);

    [Test]
    public void The_page_of_tasks_is_a_keyset() => Assert.That(
        Sql(db => db.Tasks.Where(x => x.Vsm == "root").NewestFirst(After).Take(51)),
        Does.Contain("submitted_at < ").And.Contain("t.id > ").And.Contain("ORDER BY t.submitted_at DESC, t.id").And.Contain("LIMIT"));

    [Test]
    public void Rulings_are_searched_in_the_database() => Assert.That(
        Sql(db => RulingsApi.NewestFirst(
            RulingsApi.OfPolicy(db, RulingsApi.OfAgent(db, db.Rulings.Where(x => x.Text.Contains("x")), "reporter", "root"), "brief", Verdict.Violated), After)),
        Does.Contain("EXISTS").And.Contain("dashboard.findings").And.Contain("LIKE"));

    [Test]
    public void Failed_messages_are_searched_paged_and_counted_in_the_database()
    {
        var filter = new FailedMessageFilter { Queue = "q", Type = "t", Exception = "e", Reason = "R" };

        Assert.That(
            Sql(db => db.FailedMessages.Fitting(filter, FailedMessageState.Failed).NewestFirst(After).Take(51)),
            Does.Contain("LIKE").And.Contain("f.first_failed_at < ").And.Contain("ORDER BY f.first_failed_at DESC, f.id").And.Not.Contain("body"));
        Assert.That(Sql(db => db.FailedMessages.Groups().Take(50)), Does.Contain("GROUP BY").And.Contain("count(*)").And.Contain("LIMIT"));
    }

    [Test]
    public void Names_are_compared_in_the_database() =>
        Assert.That(Sql(db => db.Machines.Where(x => x.Name.CompareTo("a") > 0).OrderBy(x => x.Name)), Does.Contain("m.name > 'a'"));

    [Test]
    public void Keys_of_a_batch_are_one_query()
    {
        string[] keys = ["a", "b"];

        Assert.That(Sql(db => db.Records.Where(x => keys.Contains(x.Key)).Select(x => new { x.Function, x.Key })), Does.Contain("= ANY"));
    }

    [Test]
    public void Every_table_has_a_name_of_its_own()
    {
        using var db = Context();

        Assert.That(db.Model.GetEntityTypes().Select(x => x.GetTableName()), Is.Unique.And.Contain("journal_entries").And.Contain("journal"));
    }

    private static string Sql<T>(Func<DashboardDbContext, IQueryable<T>> query)
    {
        using var db = Context();
        return query(db).ToQueryString();
    }

    private static DashboardDbContext Context() =>
        new(new DbContextOptionsBuilder<DashboardDbContext>().UseNpgsql("Host=127.0.0.1").Options, Substitute.For<IStoreProvider>());
}
