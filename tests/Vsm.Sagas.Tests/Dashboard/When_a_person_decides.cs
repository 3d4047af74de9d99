using System.Net;
using System.Net.Http.Json;
using MassTransit;
using MassTransit.Testing;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_person_decides
{
    private readonly Guid _task = Guid.NewGuid();

    [Test]
    public async Task Policy_records_it_with_name_and_reason()
    {
        await using var function = await StartAsync("42");

        var response = await function.PostAsync("/api/v1/approvals/1", new { decision = "Approve", by = "ada", reason = "read it", output = "43" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadFromJsonAsync<DecisionRecorded>(), Is.EqualTo(new DecisionRecorded { TaskId = _task, DecisionId = _task }));
        Assert.That((await function.Harness.Consumed.SelectAsync<RecordDecision>().First()).Context.Message, Is.EqualTo(new RecordDecision
        {
            TaskId = _task, Decision = PersonDecision.Approve, By = "ada", Reason = "read it", Output = "43",
        }));
    }

    [Test]
    public async Task A_refusal_of_Policy_is_a_conflict_with_its_reason()
    {
        await using var function = await StartAsync("42");

        var problem = await (await Decide(function, "Reject", "refuse me")).ProblemAsync(409);

        Assert.That(problem.Detail(), Is.EqualTo("The task has moved on."));
    }

    [Test]
    public async Task An_answer_that_the_task_does_not_take_is_a_conflict()
    {
        await using var function = await StartAsync("42");

        Assert.That((await (await Decide(function, "Retry")).ProblemAsync(409)).Detail(), Is.EqualTo("The task does not take Retry; it takes Approve, Reject."));
        Assert.That(function.Harness.Sent.CountSoFar<RecordDecision>(), Is.Zero);
    }

    [Test]
    public async Task Approving_nothing_is_a_conflict()
    {
        await using var function = await StartAsync(null);

        Assert.That((await (await Decide(function, "Approve")).ProblemAsync(409)).Detail(), Does.StartWith("There is no output that could be approved"));
    }

    [Test]
    public async Task A_task_that_does_not_wait_is_a_conflict()
    {
        await using var function = await StartAsync("42");
        await function.JournalAsync(Given.Task(_task, 3, new TaskProgress { State = "Executing" }));

        Assert.That((await (await Decide(function, "Approve")).ProblemAsync(409)).Detail(), Is.EqualTo("The task does not wait for a person; its state is Executing."));
    }

    [Test]
    public async Task Name_and_reason_are_asked_for()
    {
        await using var function = await StartAsync("42");

        var problem = await (await function.PostAsync("/api/v1/approvals/1", new { decision = "Reject", by = "", reason = " ", output = "x" })).ProblemAsync(400);

        Assert.That(problem.Error("by"), Is.EqualTo("is empty; expected 1 to 200 characters"));
        Assert.That(problem.Error("reason"), Is.EqualTo("is empty; expected 1 to 4000 characters"));
        Assert.That(problem.Error("output"), Is.EqualTo("comes with Reject; expected it with Approve only"));
    }

    [Test]
    public async Task A_Policy_that_does_not_answer_is_said()
    {
        await using var function = await StartAsync("42", ("Vsm:Dashboard:DecisionTimeout", "00:00:00.100"));

        var response = await Decide(function, "Approve", "say nothing");

        Assert.That((await response.ProblemAsync(503)).Detail(), Does.StartWith("Policy did not answer"));
        Assert.That(response.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task What_waits_is_listed_with_why_and_what_it_takes()
    {
        await using var function = await StartAsync("42");
        await function.JournalAsync(Given.Task(Guid.NewGuid(), 1, new TaskProgress { State = "Executing" }));

        var waiting = (await function.GetAsync("/api/v1/approvals")).Items().Single();

        Assert.That(waiting.GetProperty("id").GetGuid(), Is.EqualTo(_task));
        Assert.That(waiting.GetProperty("wait").Text("reason"), Is.EqualTo("NotJudged"));
        Assert.That(waiting.GetProperty("wait").GetProperty("answers").EnumerateArray().Select(x => x.GetString()), Is.EqualTo(["Approve", "Reject"]));
    }

    [Test]
    public async Task What_was_decided_is_listed()
    {
        await using var function = await StartAsync("42");
        await function.JournalAsync(Given.Entry("decision", "s5", "decision") with
        {
            TaskId = _task,
            Data = Given.Json(new PersonDecided
            {
                TaskId = _task, DecisionId = Guid.NewGuid(), Step = 2, Decision = PersonDecision.Reject, By = "ada", Reason = "wrong",
            }),
        });

        Assert.That((await function.GetAsync("/api/v1/decisions")).Items().Single().Text("by"), Is.EqualTo("ada"));
        Assert.That((await function.GetAsync("/api/v1/decisions?task=1")).Items().Single().Text("decision"), Is.EqualTo("Reject"));
    }

    private Task<HttpResponseMessage> Decide(FunctionHarness function, string decision, string reason = "so") =>
        function.PostAsync($"/api/v1/approvals/{_task}", new { decision, by = "ada", reason });

    private async Task<FunctionHarness> StartAsync(string? output, params (string, string)[] settings)
    {
        var function = await Given.DashboardAsync(
            x => x.AddToBus(bus => bus.AddConsumer<PolicyStandIn>().Endpoint(e => e.Name = "vsm.s5.decisions")), settings);
        await function.JournalAsync(Given.Task(_task, 2, new TaskProgress
        {
            State = "AwaitingPerson", Number = 1, Output = output,
            Wait = new TaskWait
            {
                Reason = WaitReason.NotJudged, Explanation = "no judge", Answers = [PersonDecision.Approve, PersonDecision.Reject], ExpiresAt = Given.Start.AddDays(7),
            },
        }));
        return function;
    }

    private sealed class PolicyStandIn : IConsumer<RecordDecision>
    {
        public Task Consume(ConsumeContext<RecordDecision> context) => context.Message.Reason switch
        {
            "say nothing" => Task.CompletedTask,
            "refuse me" => context.RespondAsync(new DecisionRefused { TaskId = context.Message.TaskId, Reason = "The task has moved on." }),
            _ => context.RespondAsync(new DecisionRecorded { TaskId = context.Message.TaskId, DecisionId = context.Message.TaskId }),
        };
    }
}
