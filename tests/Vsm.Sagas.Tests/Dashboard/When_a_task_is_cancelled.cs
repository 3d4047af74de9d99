using System.Net;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_task_is_cancelled
{
    private readonly Guid _task = Guid.NewGuid();

    [Test]
    public async Task Control_is_told_who_and_why()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "Executing", Number = 1 }));

        var response = await function.PostAsync("/api/v1/tasks/1/cancel", new { by = "ada", reason = "not needed" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo($"/api/v1/tasks/{_task}"));
        Assert.That(await function.SentAsync<CancelTask>("vsm.s3.tasks"), Is.EqualTo(new CancelTask { TaskId = _task, By = "ada", Reason = "not needed" }));
    }

    [Test]
    public async Task Nothing_need_be_said()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "Executing" }));

        var response = await function.Http.PostAsync(new Uri($"/api/v1/tasks/{_task}/cancel", UriKind.Relative), null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await function.SentAsync<CancelTask>("vsm.s3.tasks"), Is.EqualTo(new CancelTask { TaskId = _task }));
    }

    [TestCase("Approved")]
    [TestCase("Rejected")]
    [TestCase("Cancelled")]
    [TestCase("Failed")]
    [TestCase("Expired")]
    public async Task A_task_that_has_ended_is_a_conflict(string state)
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = state, Number = 1 }));

        var problem = await (await function.PostAsync("/api/v1/tasks/1/cancel", new { })).ProblemAsync(409);

        Assert.That(problem.Detail(), Is.EqualTo($"The task 1 has ended as {state} and cannot be cancelled."));
    }

    [Test]
    public async Task A_reason_beyond_its_length_is_refused()
    {
        await using var function = await Given.DashboardAsync();

        var problem = await (await function.PostAsync("/api/v1/tasks/1/cancel", new { by = " ", reason = new string('x', 4001) })).ProblemAsync(400);

        Assert.That(problem.Error("by"), Is.EqualTo("is empty; expected 1 to 200 characters"));
        Assert.That(problem.Error("reason"), Is.EqualTo("has 4001 characters; expected 1 to 4000"));
    }
}
