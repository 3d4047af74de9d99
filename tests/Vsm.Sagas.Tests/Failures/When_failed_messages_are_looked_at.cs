using System.Text.Json;
using Vsm.Sagas.Tests.Dashboard;

namespace Vsm.Sagas.Tests.Failures;

public sealed class When_failed_messages_are_looked_at
{
    private static readonly Guid Unknown = Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7");

    [Test]
    public async Task Every_one_is_on_one_page()
    {
        await using var bench = await FailureBench.StartAsync();
        await bench.FailAsync("no", [.. Enumerable.Range(0, 10).Select(x => $"{x}")]);

        var seen = new List<JsonElement>();
        string? next = "";
        while (next is not null)
        {
            var page = await bench.Function.GetAsync($"{FailureBench.Path}?limit=3&after={next}");
            seen.AddRange(page.Items());
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        Assert.That(seen, Has.Count.EqualTo(10));
        Assert.That(seen.Select(x => x.GetProperty("id").GetGuid()), Is.Unique);
        Assert.That(seen.Select(x => x.GetProperty("firstFailedAt").GetDateTimeOffset()), Is.Ordered.Descending);
    }

    [TestCase("reason=ACCOUNT", 2)]
    [TestCase("reason=money", 1)]
    [TestCase("state=Failed", 3)]
    [TestCase("state=Resolved", 0)]
    [TestCase("queue=vsm.sagas.failures&type=Vsm.Sagas.Tests.Failures:DoIt", 3)]
    [TestCase("queue=vsm.s3.tasks", 0)]
    [TestCase("type=Other", 0)]
    [TestCase("exception=Vsm.Bus.MessageRefusedException", 3)]
    public async Task Those_that_fit_can_be_asked_for(string query, int expected)
    {
        await using var bench = await FailureBench.StartAsync();
        await bench.FailAsync("There is no account.", "a", "b");
        await bench.FailAsync("There is no money.", "c");

        Assert.That(await bench.ListAsync(query), Has.Count.EqualTo(expected));
    }

    [Test]
    public async Task They_are_counted_by_what_they_have_in_common()
    {
        await using var bench = await FailureBench.StartAsync();
        await bench.FailAsync("no", "a", "b");
        await bench.SendAsync(new NobodyTakesIt("x"));
        await Testing.Eventually.ReadAsync("all", () => bench.ListAsync(), x => x.Count == 3);

        var groups = (await bench.Function.GetAsync($"{FailureBench.Path}/groups")).Items();

        Assert.That(groups.Select(x => (x.GetProperty("count").GetInt32(), x.Text("messageType"))), Is.EqualTo(((int, string?)[])
            [(2, "Vsm.Sagas.Tests.Failures:DoIt"), (1, "Vsm.Sagas.Tests.Failures:NobodyTakesIt")]));
        Assert.That(groups[0].Text("exceptionType"), Is.EqualTo("Vsm.Bus.MessageRefusedException"));
    }

    [Test]
    public async Task Those_that_are_discarded_are_shown_as_that()
    {
        await using var bench = await FailureBench.StartAsync();
        var id = (await bench.FailAsync("no", "a", "b"))[0].GetProperty("id").GetGuid();

        await bench.PostAsync($"/{id}/discard", new { by = "Ada", reason = "a test" });
        await bench.PostAsync("/discard", new { by = "Ada", reason = "another test", filter = new { queue = FailureBench.Queue } });

        var rows = await bench.ListAsync("state=Discarded");
        Assert.That(rows.Select(x => x.Text("actReason")), Is.EquivalentTo((string[])["a test", "another test"]));
        Assert.That(rows.Select(x => x.TryGetProperty("endedAt", out _)), Is.All.True);
        Assert.That((await (await bench.Function.PostAsync($"{FailureBench.Path}/{id}/retry", new { by = "Ada" })).ProblemAsync(409)).Detail(), Does.Contain("its state is Discarded"));
    }

    [Test]
    public async Task What_is_not_there_is_said()
    {
        await using var bench = await FailureBench.StartAsync();

        var body = new { by = "Ada", reason = "x" };
        foreach (var path in (string[])[$"/{Unknown}", "/none"])
        {
            var problem = await (await bench.Function.Http.GetAsync(new Uri(FailureBench.Path + path, UriKind.Relative))).ProblemAsync(404);
            Assert.That(problem.Detail(), Is.EqualTo($"There is no failed message '{path[1..]}'; see /api/v1/failed-messages."));
            await (await bench.Function.PostAsync($"{FailureBench.Path}{path}/discard", body)).ProblemAsync(404);
        }

        await (await bench.Function.Http.GetAsync(new Uri($"{FailureBench.Path}/acts/{Unknown}", UriKind.Relative))).ProblemAsync(404);
    }

    [TestCase("/retry", """{"by":"Ada","filter":{}}""", "filter", "names nothing; expected queue, type, exception or reason, or all: true to mean every failed message")]
    [TestCase("/retry", """{"by":"Ada","filter":{"all":true,"queue":"q"}}""", "filter", "says all and names some; expected one of both")]
    [TestCase("/retry", """{"by":"Ada"}""", "filter", "is missing")]
    [TestCase("/discard", """{"by":"Ada","reason":" ","filter":{"all":true}}""", "reason", "is empty; expected 1 to 4000 characters")]
    [TestCase("/7c9e6679-7425-40de-944b-e07fc1f90ae7/retry", """{"by":""}""", "by", "is empty; expected 1 to 200 characters")]
    public async Task A_request_that_is_wrong_is_told_what_is(string path, string body, string member, string error)
    {
        await using var bench = await FailureBench.StartAsync();

        var problem = await (await bench.Function.PostAsync(FailureBench.Path + path, JsonElement.Parse(body))).ProblemAsync(400);

        Assert.That(problem.Error(member), Is.EqualTo(error));
    }
}
