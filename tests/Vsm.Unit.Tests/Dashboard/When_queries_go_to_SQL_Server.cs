using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Api;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Failures;
using Vsm.S3.Control.Data;
using Vsm.Unit.Tests.Persistence.SqlServer;

namespace Vsm.Unit.Tests.Dashboard;

/// <summary>What PostgreSQL can do, another database may have no translation for; this needs no server to find out.</summary>
public sealed class When_queries_go_to_SQL_Server
{
    private static readonly (DateTimeOffset, Guid) After = (DateTimeOffset.UnixEpoch, Guid.Empty);

    [Test]
    public void The_page_of_tasks_is_a_keyset() => Assert.That(
        Sql(db => db.Tasks.Where(x => x.Vsm == "root").NewestFirst(After).Take(51)),
        Does.Contain("TOP(").And.Contain("[submitted_at] < ").And.Contain("[id] > ").And.Contain("ORDER BY [t].[submitted_at] DESC, [t].[id]"));

    [Test]
    public void Rulings_are_searched_in_the_database() => Assert.That(
        Sql(db => RulingsApi.NewestFirst(
            RulingsApi.OfPolicy(db, RulingsApi.OfAgent(db, db.Rulings.Where(x => x.Text.Contains("x")), "reporter", "root"), "brief", Verdict.Violated), After)),
        Does.Contain("EXISTS").And.Contain("[dashboard].[findings]").And.Contain("LIKE"));

    [Test]
    public void Failed_messages_are_searched_paged_and_counted_in_the_database()
    {
        var filter = new FailedMessageFilter { Queue = "q", Type = "t", Exception = "e", Reason = "R" };

        Assert.That(
            Sql(db => db.FailedMessages.Fitting(filter, FailedMessageState.Failed).NewestFirst(After).Take(51)),
            Does.Contain("LIKE").And.Contain("[f].[first_failed_at] < ").And.Contain("ORDER BY [f].[first_failed_at] DESC, [f].[id]").And.Not.Contain("body"));
        Assert.That(Sql(db => db.FailedMessages.Groups().Take(50)), Does.Contain("GROUP BY").And.Contain("COUNT(*)").And.Contain("TOP("));
    }

    [Test]
    public void Names_are_compared_in_the_database() =>
        Assert.That(Sql(db => db.Machines.Where(x => x.Name.CompareTo("a") > 0).OrderBy(x => x.Name)), Does.Contain("[m].[name] > N'a'"));

    [Test]
    public void Keys_of_a_batch_are_one_query_with_a_parameter_each()
    {
        string[] keys = ["a", "b"];

        Assert.That(Sql(db => db.Records.Where(x => keys.Contains(x.Key)).Select(x => new { x.Function, x.Key })), Does.Contain("[key] IN (@").And.Not.Contain("OPENJSON"));
    }

    [Test]
    public void Tasks_that_are_wanted_at_once_are_one_query()
    {
        using var db = (ControlDbContext)SqlServerContexts.Of(ControlDbContext.Schema);
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];

        Assert.That(db.Tasks.AsNoTracking().Where(x => ids.Contains(x.CorrelationId)).ToQueryString(), Does.Contain("[id] IN (@"));
    }

    private static string Sql<T>(Func<DashboardDbContext, IQueryable<T>> query)
    {
        using var db = (DashboardDbContext)SqlServerContexts.Of(DashboardDbContext.Schema);
        return query(db).ToQueryString();
    }
}
