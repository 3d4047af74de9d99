using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using MassTransit.Testing;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_task_is_handed_in
{
    private const string Tasks = "/api/v1/tasks";

    [Test]
    public async Task Control_gets_all_of_it_and_it_can_be_read_at_once()
    {
        await using var function = await Given.OrganisationAsync();
        var task = new TaskRequest
        {
            Content = "Sum up",
            References = [new ContentReference { Uri = new Uri("file:///data/sales.csv"), Length = 3, Sha256 = new string('a', 64), Name = "sales.csv" }],
            Parameters = new Dictionary<string, string> { ["column"] = "amount" },
            RequiredCapabilities = ["csv"],
            Assignee = "reporter",
            TaskType = "report",
            Priority = 7,
            Deadline = DateTimeOffset.MaxValue.AddYears(-10),
            CostLimit = 0.5m,
            Requestor = "accounting",
            ReplyTo = new Uri("queue:accounting"),
        };

        var response = await function.PostAsync(Tasks, task);

        var id = (await response.Content.ReadFromJsonAsync<TaskAccepted>())!.Id;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo($"/api/v1/tasks/{id}"));
        var view = await function.GetAsync(response.Headers.Location.OriginalString);
        Assert.That(view.Text("state"), Is.EqualTo("Accepted"));
        Assert.That(view.Text("content"), Is.EqualTo("Sum up"));
        Assert.That(view.TryGetProperty("number", out _), Is.False);
        var sent = await function.SentAsync<AssignTaskMessage>("vsm.s3.tasks");
        Assert.That(JsonSerializer.Serialize(sent), Is.EqualTo(JsonSerializer.Serialize(new AssignTaskMessage
        {
            TaskId = id, Vsm = "root", Content = task.Content, References = task.References, Parameters = task.Parameters,
            RequiredCapabilities = task.RequiredCapabilities, Assignee = task.Assignee, TaskType = task.TaskType, Priority = task.Priority,
            Deadline = task.Deadline, CostLimit = task.CostLimit, Requestor = task.Requestor, ReplyTo = task.ReplyTo,
        })));
    }

    [Test]
    public async Task It_shows_where_it_stands_as_Control_tells()
    {
        await using var function = await Given.OrganisationAsync();
        var id = await SubmitAsync(function);

        await function.JournalAsync(Given.Task(id, 1, new TaskProgress { State = "Executing", Number = 12, AssigneeName = "reporter", Assignee = 3, Attempts = 1 }));

        var view = await function.GetAsync($"{Tasks}/12");
        Assert.That(view.GetProperty("id").GetGuid(), Is.EqualTo(id));
        Assert.That(view.Text("state"), Is.EqualTo("Executing"));
        Assert.That(view.Text("assignee"), Is.EqualTo("reporter"));
        Assert.That(view.GetProperty("assigneeNumber").GetInt32(), Is.EqualTo(3));
        Assert.That(view.Text("content"), Is.EqualTo("Count"));
    }

    [Test]
    public async Task An_unknown_VSM_is_not_found()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Organisation(OrganisationState.Applying, 1, "north"));

        foreach (var vsm in (string[])["root", "north", "nowhere"])
        {
            var problem = await (await function.PostAsync($"{Tasks}?vsm={vsm}", new { content = "x" })).ProblemAsync(404);
            Assert.That(problem.Detail(), Does.StartWith($"There is no VSM '{vsm}' with an organisation that is applied; apply one with POST /api/v1/organisations"));
        }
    }

    [TestCase("", 400, "content", "is empty; expected 1 to 65536 characters")]
    [TestCase(" ", 400, "content", "is empty; expected 1 to 65536 characters")]
    public async Task Content_that_is_missing_is_refused(string content, int status, string path, string message)
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await function.PostAsync(Tasks, new { content })).ProblemAsync(status);

        Assert.That(problem.Error(path), Is.EqualTo(message));
    }

    [TestCase(65_537, "a", "The content has 65537 bytes; expected at most 65536 beside references. Store it with POST /api/v1/content and refer to it.")]
    [TestCase(33_000, "é", "The content has 66000 bytes; expected at most 65536 beside references. Store it with POST /api/v1/content and refer to it.")]
    public async Task Content_that_is_too_long_beside_references_is_refused(int count, string character, string message)
    {
        await using var function = await Given.OrganisationAsync();

        var content = string.Concat(Enumerable.Repeat(character, count));

        Assert.That((await (await function.PostAsync(Tasks, new { content, references = new[] { new { uri = "file:///a.csv", length = 1, sha256 = new string('a', 64) } } })).ProblemAsync(413)).Detail(), Is.EqualTo(message));
        Assert.That((await function.GetAsync(Tasks)).Items(), Is.Empty);
    }

    [Test]
    public async Task Content_of_64_KiB_is_taken()
    {
        await using var function = await Given.OrganisationAsync();

        var response = await function.PostAsync(Tasks, new { content = new string('a', 65_536) });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task A_message_that_would_be_too_large_is_refused_and_leaves_nothing()
    {
        await using var function = await Given.OrganisationAsync();
        var parameters = Enumerable.Range(0, 60).ToDictionary(x => $"p{x}", _ => new string('x', 5000));

        var problem = await (await function.PostAsync(Tasks, new { content = "x", parameters })).ProblemAsync(413);

        Assert.That(problem.Detail(), Does.StartWith("AssignTaskMessage has ").And.Contain("at most 262144 are sent"));
        Assert.That((await function.GetAsync(Tasks)).Items(), Is.Empty);
    }

    [Test]
    public async Task Everything_that_is_wrong_is_named()
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await function.PostAsync(Tasks, new { content = "x", priority = 10, replyTo = "mailto:me", deadline = "2001-01-01T00:00:00Z" })).ProblemAsync(400);

        Assert.That(problem.Error("priority"), Is.EqualTo("found 10; expected 0 to 9"));
        Assert.That(problem.Error("replyTo"), Does.Contain("queue:my-service"));
        Assert.That(problem.Error("deadline"), Does.Contain("has passed"));
    }

    [Test]
    public async Task A_broker_that_does_not_take_it_is_said_and_nothing_is_left()
    {
        await using var function = await Given.DashboardAsync(x => x.AddToBus(bus => bus.AddSendObserver<NoBroker<AssignTaskMessage>>()));
        await function.JournalAsync(Given.Organisation(OrganisationState.Applied, 0));

        var response = await function.PostAsync(Tasks, new { content = "x" });

        Assert.That((await response.ProblemAsync(503)).Detail(), Is.EqualTo("The message broker did not take the request; try again."));
        Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That((await function.GetAsync(Tasks)).Items(), Is.Empty);
    }

    [Test]
    public async Task The_same_key_and_task_give_the_first_task()
    {
        await using var function = await Given.OrganisationAsync();

        var first = await (await function.PostAsync(Tasks, new { content = "x", priority = 4 }, "k1")).Content.ReadFromJsonAsync<TaskAccepted>();
        await function.JournalAsync(Given.Task(first!.Id, 1, new TaskProgress { State = "Executing" }));
        var again = await function.PostAsync(Tasks, new { priority = 4, content = "x" }, "k1");
        var other = await (await function.PostAsync(Tasks, new { content = "x" }, "k2")).Content.ReadFromJsonAsync<TaskAccepted>();

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await again.Content.ReadFromJsonAsync<TaskAccepted>())!.Id, Is.EqualTo(first.Id));
        Assert.That(other!.Id, Is.Not.EqualTo(first.Id));
        Assert.That((await function.GetAsync(Tasks)).Items(), Has.Length.EqualTo(2));
        Assert.That(function.Harness.Sent.CountSoFar<AssignTaskMessage>(x => x.TaskId == first.Id), Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_key_at_once_gives_one_task()
    {
        await using var function = await Given.OrganisationAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => function.PostAsync(Tasks, new { content = "x" }, "k1")));

        var ids = await Task.WhenAll(responses.Select(async x => (await x.Content.ReadFromJsonAsync<TaskAccepted>())!.Id));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(1));
        Assert.That((await function.GetAsync(Tasks)).Items(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Another_task_under_the_same_key_is_a_conflict()
    {
        await using var function = await Given.OrganisationAsync();
        await function.PostAsync(Tasks, new { content = "x" }, "k1");

        var problem = await (await function.PostAsync(Tasks, new { content = "y" }, "k1")).ProblemAsync(409);

        Assert.That(problem.Detail(), Is.EqualTo("Another request was sent with the Idempotency-Key 'k1'. Use a new key for a new request."));
    }

    [Test]
    public async Task A_key_that_is_too_long_is_refused()
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await function.PostAsync(Tasks, new { content = "y" }, new string('k', 201))).ProblemAsync(400);

        Assert.That(problem.Error("Idempotency-Key"), Is.EqualTo("has 201 characters; expected 1 to 200"));
    }

    private static async Task<Guid> SubmitAsync(FunctionHarness function) =>
        (await (await function.PostAsync(Tasks, new { content = "Count" })).Content.ReadFromJsonAsync<TaskAccepted>())!.Id;
}
