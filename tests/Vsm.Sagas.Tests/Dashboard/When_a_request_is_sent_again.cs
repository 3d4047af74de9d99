using System.Net;
using System.Net.Http.Json;
using MassTransit.Testing;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_request_is_sent_again
{
    private const string Key = "k1";
    private readonly Guid _task = Guid.NewGuid();

    [TestCase("cancel", "{\"by\":\"ada\"}")]
    [TestCase("budget", "{\"costLimit\":0.5}")]
    public async Task Under_its_key_it_has_its_effect_once_though_the_task_has_moved_on(string route, string body)
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "Executing", CostLimit = 0.1m }));
        var path = $"/api/v1/tasks/{_task}/{route}";

        var first = await function.PostAsync(path, Json(body), Key);
        await function.JournalAsync(Given.Task(_task, 2, new TaskProgress { State = "Cancelled", CostLimit = 0.5m }));
        var again = await function.PostAsync(path, Json(body), Key);
        var other = await function.PostAsync(path, Json(body));

        Assert.That((first.StatusCode, again.StatusCode, other.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict)));
        Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(function.Harness.Sent.Select(x => x.MessageObject is CancelTask or RaiseTaskBudget, new CancellationToken(canceled: true)).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_is_answered_though_its_deadline_has_passed_since()
    {
        await using var function = await Given.OrganisationAsync();
        var task = new { content = "x", deadline = DateTimeOffset.UnixEpoch.AddYears(200) };

        var first = await IdAsync(await function.PostAsync("/api/v1/tasks", task, Key));
        await function.JournalAsync(Given.Task(first, 1, new TaskProgress { State = "Expired" }));

        Assert.That(await IdAsync(await function.PostAsync("/api/v1/tasks", task, Key)), Is.EqualTo(first));
    }

    [Test]
    public async Task An_organisation_is_applied_once()
    {
        await using var function = await Given.DashboardAsync();
        var organisation = new { name = "n", vsm = "north", purpose = "p" };

        var first = await (await function.PostAsync("/api/v1/organisations", organisation, Key)).Content.ReadAsStringAsync();
        var again = await (await function.PostAsync("/api/v1/organisations", organisation, Key)).Content.ReadAsStringAsync();
        var other = await function.PostAsync("/api/v1/organisations", organisation with { purpose = "q" }, Key);

        Assert.That(again, Is.EqualTo(first).And.Contains("requestId"));
        Assert.That(function.Harness.Sent.CountSoFar<ApplyOrganisation>(), Is.EqualTo(1));
        Assert.That((await other.ProblemAsync(409)).Detail(), Is.EqualTo("Another request was sent with the Idempotency-Key 'k1'. Use a new key for a new request."));
    }

    [Test]
    public async Task What_was_refused_leaves_its_key_free()
    {
        await using var function = await Given.OrganisationAsync();

        await (await function.PostAsync("/api/v1/tasks", new { content = "" }, Key)).ProblemAsync(400);
        await (await function.PostAsync("/api/v1/tasks/9/cancel", new { by = "ada" }, Key)).ProblemAsync(404);

        Assert.That((await function.PostAsync("/api/v1/tasks", new { content = "x" }, Key)).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await (await function.PostAsync("/api/v1/tasks/9/cancel", new { by = "bob" }, Key)).ProblemAsync(404);
    }

    [Test]
    public async Task Each_route_and_instance_has_keys_of_its_own()
    {
        await using var function = await Given.OrganisationAsync();
        await function.JournalAsync(Given.Organisation(OrganisationState.Applied, 1, "north"));

        var root = await IdAsync(await function.PostAsync("/api/v1/tasks", new { content = "x" }, Key));
        var north = await IdAsync(await function.PostAsync("/api/v1/tasks?vsm=north", new { content = "y" }, Key));
        var cancelled = await function.PostAsync($"/api/v1/tasks/{root}/cancel", new { by = "ada" }, Key);

        Assert.That(north, Is.Not.EqualTo(root));
        Assert.That(cancelled.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonElement.Parse(text);

    private static async Task<Guid> IdAsync(HttpResponseMessage response)
    {
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<TaskAccepted>())!.Id;
    }
}
