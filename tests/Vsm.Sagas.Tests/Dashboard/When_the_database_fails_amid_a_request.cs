using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using MassTransit.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Failures;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

/// <summary>A client that was told to try again sends the same request under the same key.</summary>
public sealed class When_the_database_fails_amid_a_request
{
    private const string Deadlock = "40P01";
    private const string CutOff = "08006";
    private readonly Guid _task = Guid.NewGuid();

    [Test]
    public async Task A_task_is_there_once_whichever_write_fails([Values(Deadlock, CutOff)] string state, [Values] bool done)
    {
        var writes = new FailingWrites(state, done);
        await using var function = await StartAsync(writes);
        await function.JournalAsync(Given.Organisation(OrganisationState.Applied, 0));
        var write = 1;
        for (; ; write++)
        {
            var task = new { content = $"task {write}" };
            writes.Fail(write);
            var first = await function.PostAsync("/api/v1/tasks", task, $"k{write}");
            if (!writes.Met)
            {
                break;
            }

            await EnsureAcceptedOrToldAsync(first, state);
            var id = (await ReadAsync(await function.PostAsync("/api/v1/tasks", task, $"k{write}"), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();

            var sent = function.Harness.Sent.Select<AssignTaskMessage>(x => x.Context.Message.Content == task.content, new CancellationToken(canceled: true));
            Assert.That(sent.Select(x => x.Context.Message.TaskId), Is.Not.Empty.And.All.EqualTo(id));
            Assert.That((await function.GetAsync("/api/v1/tasks")).Items().Count(x => x.Text("content") == task.content), Is.EqualTo(1));
        }

        Assert.That(write, Is.EqualTo(4), "its key, the task, the answer");
    }

    [Test]
    public async Task A_task_without_a_key_is_handed_in_though_its_writing_is_reported_as_failed()
    {
        var writes = new FailingWrites(CutOff, done: true);
        await using var function = await StartAsync(writes);
        await function.JournalAsync(Given.Organisation(OrganisationState.Applied, 0));
        writes.Fail(1);

        await ReadAsync(await function.PostAsync("/api/v1/tasks", new { content = "x" }), HttpStatusCode.Accepted);

        Assert.That((writes.Met, function.Harness.Sent.CountSoFar<AssignTaskMessage>()), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task An_organisation_is_the_same_whichever_write_fails([Values] bool done)
    {
        var writes = new FailingWrites(Deadlock, done);
        await using var function = await StartAsync(writes);
        for (var write = 1; write <= 3; write++)
        {
            var organisation = new { name = "n", vsm = $"vsm-{write}", purpose = "p" };
            writes.Fail(write);
            await EnsureAcceptedOrToldAsync(await function.PostAsync("/api/v1/organisations", organisation, $"k{write}"), Deadlock);
            Assert.That(writes.Met);

            var request = (await ReadAsync(await function.PostAsync("/api/v1/organisations", organisation, $"k{write}"), HttpStatusCode.Accepted)).GetProperty("requestId").GetGuid();

            var sent = function.Harness.Sent.Select<ApplyOrganisation>(x => x.Context.Message.Vsm == organisation.vsm, new CancellationToken(canceled: true));
            Assert.That(sent.Select(x => x.Context.Message.RequestId), Is.Not.Empty.And.All.EqualTo(request));
        }
    }

    [Test]
    public async Task A_cancellation_that_happened_is_no_conflict()
    {
        var writes = new FailingWrites(CutOff, done: false);
        await using var function = await StartAsync(writes);
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "Executing" }));

        await LoseAnswerAsync(writes, 2, () => function.PostAsync($"/api/v1/tasks/{_task}/cancel", new { by = "ada" }, "k"));
        await function.JournalAsync(Given.Task(_task, 2, new TaskProgress { State = "Cancelled" }));
        var again = await function.PostAsync($"/api/v1/tasks/{_task}/cancel", new { by = "ada" }, "k");
        var other = await function.PostAsync($"/api/v1/tasks/{_task}/cancel", new { by = "ada" }, "k2");

        Assert.That((again.StatusCode, other.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Conflict)));
    }

    [TestCase("/tasks/{0}/budget", "{\"costLimit\":0.3}")]
    [TestCase("/budgets/task:1/raise", "{\"amount\":0.2}")]
    public async Task A_limit_that_was_raised_is_not_raised_twice(string path, string body)
    {
        var writes = new FailingWrites(CutOff, done: false);
        await using var function = await StartAsync(writes);
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "Executing", Number = 1, CostLimit = 0.1m }));
        var route = "/api/v1" + string.Format(null, path, _task);
        var answers = path.EndsWith("raise", StringComparison.Ordinal) ? 3 : 2;

        await LoseAnswerAsync(writes, answers, () => function.PostAsync(route, JsonElement.Parse(body), "k"));
        await function.JournalAsync(Given.Task(_task, 2, new TaskProgress { State = "Executing", Number = 1, CostLimit = 0.3m }));
        var again = await function.PostAsync(route, JsonElement.Parse(body), "k");

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await again.Content.ReadAsStringAsync());
        var sent = function.Harness.Sent.Select<RaiseTaskBudget>(new CancellationToken(canceled: true)).Select(x => x.Context.Message.CostLimit).ToList();
        Assert.That(sent, Is.EqualTo([0.3m, 0.3m]));
    }

    [Test]
    public async Task A_decision_that_was_recorded_is_the_same_decision()
    {
        var writes = new FailingWrites(CutOff, done: false);
        await using var function = await StartAsync(writes);
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress
        {
            State = "AwaitingPerson", Output = "42",
            Wait = new TaskWait { Reason = WaitReason.NotJudged, Explanation = "no judge", Answers = [PersonDecision.Approve], ExpiresAt = Given.Start.AddDays(7) },
        }));
        var body = new { decision = "Approve", by = "ada", reason = "so" };

        await LoseAnswerAsync(writes, 2, () => function.PostAsync($"/api/v1/approvals/{_task}", body, "k"));
        await function.JournalAsync(Given.Task(_task, 2, new TaskProgress { State = "Approved", Output = "42" }));
        var again = await ReadAsync(await function.PostAsync($"/api/v1/approvals/{_task}", body, "k"), HttpStatusCode.OK);
        var other = await function.PostAsync($"/api/v1/approvals/{_task}", body, "k2");

        // The harness keeps a message once, by its id, which Policy knows the decision by.
        var recorded = function.Harness.Consumed.Select<RecordDecision>(new CancellationToken(canceled: true)).Select(x => x.Context.MessageId).ToList();
        Assert.That(recorded, Has.Count.EqualTo(1).And.All.EqualTo(again.GetProperty("decisionId").GetGuid()));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("/{0}/discard", "{\"by\":\"ada\",\"reason\":\"old\"}")]
    [TestCase("/discard", "{\"filter\":{\"all\":true},\"by\":\"ada\",\"reason\":\"old\"}")]
    public async Task A_failed_message_is_discarded_once(string path, string body)
    {
        var writes = new FailingWrites(CutOff, done: true);
        await using var function = await StartAsync(writes);
        var id = await StoreFailedAsync(function);
        var route = "/api/v1/failed-messages" + string.Format(null, path, id);
        writes.Fail(2);

        await EnsureToldAsync(await function.PostAsync(route, JsonElement.Parse(body), "k"), CutOff);
        var again = await ReadAsync(await function.PostAsync(route, JsonElement.Parse(body), "k"), HttpStatusCode.Accepted);

        var kept = await function.GetAsync($"/api/v1/failed-messages/{id}");
        Assert.That((kept.Text("state"), again.GetProperty("actId").GetGuid()), Is.EqualTo(("Discarded", kept.GetProperty("actId").GetGuid())));
        Assert.That(again.TryGetProperty("count", out var count) ? count.GetInt32() : 1, Is.EqualTo(1));
    }

    private static Task<FunctionHarness> StartAsync(FailingWrites writes) => Given.DashboardAsync(x =>
    {
        x.Services.ConfigureDbContext<DashboardDbContext>(options => options.AddInterceptors(writes));
        x.AddToBus(bus => bus.AddConsumer<PolicyStandIn>().Endpoint(e => e.Name = "vsm.s5.decisions"));
    });

    // The answer is kept in a few tries; when none succeeds, nobody knows it.
    private static async Task LoseAnswerAsync(FailingWrites writes, int from, Func<Task<HttpResponseMessage>> post)
    {
        writes.Fail(from, times: 3);
        await EnsureToldAsync(await post(), CutOff);
        Assert.That(writes.Met);
    }

    private static async Task EnsureAcceptedOrToldAsync(HttpResponseMessage response, string state)
    {
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            await EnsureToldAsync(response, state);
        }
    }

    private static async Task EnsureToldAsync(HttpResponseMessage response, string state)
    {
        var problem = await response.ProblemAsync(503);
        Assert.That((problem.Detail(), response.Headers.RetryAfter?.Delta), Is.EqualTo(state == Deadlock
            ? ("Others changed the same at this moment; try again.", TimeSpan.FromSeconds(1))
            : ("The database or the message broker cannot be reached; try again.", TimeSpan.FromSeconds(5))));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.That(response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<Guid> StoreFailedAsync(FunctionHarness function)
    {
        await using var db = await function.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var row = new FailedMessageRow
        {
            Id = Guid.NewGuid(), State = FailedMessageState.Failed, Kind = FailedMessageKind.Error, Queue = "q", MessageId = "m", Reason = "no", Search = "no", Length = 1,
            FirstFailedAt = Given.Start, FailedAt = Given.Start,
        };
        db.Add(row);
        db.Add(new FailedMessageContent { Id = row.Id, Body = [1], Headers = new Dictionary<string, string>() });
        await db.SaveChangesAsync();
        return row.Id;
    }

    private sealed class PolicyStandIn : IConsumer<RecordDecision>
    {
        public Task Consume(ConsumeContext<RecordDecision> context) =>
            context.RespondAsync(new DecisionRecorded { TaskId = context.Message.TaskId, DecisionId = context.MessageId!.Value });
    }
}
