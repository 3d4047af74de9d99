using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Contracts.Dashboard;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Journal;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_the_journal_is_streamed
{
    [Test, CancelAfter(30_000)]
    public async Task What_comes_is_sent_and_nothing_of_before(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Entry("old", "s1", "x"));
        using var stream = await EventStream.OpenAsync(function, "", cancel);

        await function.JournalAsync(Given.Entry("a", "s1", "one"), Given.Entry("b", "s1", "two"));

        var (id, entry) = await stream.NextAsync();
        Assert.That(id, Is.EqualTo("2"));
        Assert.That(entry.Text("kind"), Is.EqualTo("one"));
        Assert.That(entry.GetProperty("sequence").GetInt64(), Is.EqualTo(2));
        Assert.That(entry.Text("hash"), Has.Length.EqualTo(64));
        Assert.That((await stream.NextAsync()).Id, Is.EqualTo("3"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_client_that_comes_back_misses_nothing(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync([.. Enumerable.Range(1, 700).Select(x => Given.Entry($"{x}", "s1", "x"))]);
        using var byHeader = await EventStream.OpenAsync(function, "?after=600", cancel, lastEventId: "2");
        using var byQuery = await EventStream.OpenAsync(function, "?after=698", cancel);

        Assert.That((await byQuery.NextAsync()).Id, Is.EqualTo("699"));
        for (var sequence = 3; sequence <= 700; sequence++)
        {
            Assert.That((await byHeader.NextAsync()).Id, Is.EqualTo($"{sequence}"));
        }

        await function.JournalAsync(Given.Entry("new", "s1", "new"));
        Assert.That((await byHeader.NextAsync()).Entry.Text("kind"), Is.EqualTo("new"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Only_the_task_that_is_asked_for_is_sent(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync();
        var (mine, other) = (Guid.NewGuid(), Guid.NewGuid());
        await function.JournalAsync(Given.Task(mine, 1, new TaskProgress { State = "Executing", Number = 5 }));
        using var stream = await EventStream.OpenAsync(function, "?task=5&after=0", cancel);

        await function.JournalAsync(Given.Task(other, 1, new TaskProgress { State = "Executing" }), Given.Task(mine, 2, new TaskProgress { State = "Approved" }));

        Assert.That((await stream.NextAsync()).Id, Is.EqualTo("1"));
        Assert.That((await stream.NextAsync()).Id, Is.EqualTo("3"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Another_VSM_has_a_stream_of_its_own(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync();
        using var stream = await EventStream.OpenAsync(function, "?vsm=north", cancel);

        await function.JournalAsync(Given.Entry("a", "s1", "root's"), Given.Entry("b", "s1", "north's") with { Vsm = "north" });

        var (id, entry) = await stream.NextAsync();
        Assert.That((id, entry.Text("kind")), Is.EqualTo(("1", "north's")));
    }

    [Test, CancelAfter(30_000)]
    public async Task What_a_writer_in_another_process_wrote_is_found_in_the_table(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync();
        using var stream = await EventStream.OpenAsync(function, "", cancel);

        await using (var db = await function.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancel))
        {
            var (head, records) = JournalChain.Append(ChainHead.Before("root"), [Given.Entry("a", "s1", "elsewhere")]);
            db.Add(head);
            db.AddRange(records);
            await db.SaveChangesAsync(cancel);
        }

        Assert.That((await stream.NextAsync()).Entry.Text("kind"), Is.EqualTo("elsewhere"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_comment_keeps_it_open_while_nothing_happens(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync(("Vsm:Dashboard:StreamComment", "00:00:00.020"));
        using var stream = await EventStream.OpenAsync(function, "", cancel);

        Assert.That(await stream.LineAsync(), Is.EqualTo(""));
        Assert.That(await stream.LineAsync(), Is.EqualTo(": still here"));
    }

    [Test, CancelAfter(30_000)]
    public async Task It_ends_when_the_process_is_asked_to(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync();
        using var stream = await EventStream.OpenAsync(function, "", cancel);

        function.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.That(await stream.LineAsync(), Is.EqualTo(""));
        Assert.That(await stream.LineAsync(), Is.Null);
    }

    [Test, CancelAfter(30_000)]
    public async Task Too_many_at_once_are_refused_until_one_is_closed(CancellationToken cancel)
    {
        await using var function = await Given.DashboardAsync(("Vsm:Dashboard:MaxStreams", "1"));
        using (await EventStream.OpenAsync(function, "", cancel))
        {
            var refused = await function.Http.GetAsync(new Uri("/api/v1/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
            Assert.That((await refused.ProblemAsync(503)).Detail(), Does.StartWith("Too many streams are open"));
        }

        HttpStatusCode status;
        do
        {
            using var response = await function.Http.GetAsync(new Uri("/api/v1/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
            status = response.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }

    /// <summary>A client that knows from which entry on it misses none.</summary>
    private sealed class EventStream(HttpResponseMessage response, StreamReader reader, CancellationToken cancel) : IDisposable
    {
        public static async Task<EventStream> OpenAsync(FunctionHarness function, string query, CancellationToken cancel, string? lastEventId = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/stream{query}");
            if (lastEventId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastEventId);
            }

            var response = await function.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
            var stream = new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancel)), cancel);
            Assert.That(await stream.LineAsync(), Does.StartWith(": from "));
            return stream;
        }

        public async Task<string?> LineAsync() => await reader.ReadLineAsync(cancel);

        public async Task<(string Id, JsonElement Entry)> NextAsync()
        {
            string? line;
            do
            {
                line = await LineAsync();
            }
            while (line is "" or [':', ..]);

            var data = await LineAsync();
            Assert.That(line, Does.StartWith("id: "));
            Assert.That(data, Does.StartWith("data: "));
            return (line!["id: ".Length..], JsonSerializer.Deserialize<JsonElement>(data!["data: ".Length..]));
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
