using System.Net;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_budget_is_raised
{
    private readonly Guid _task = Guid.NewGuid();

    [Test]
    public async Task Control_is_told_how_much_by_whom_and_why()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "AwaitingBudget", Number = 1, CostLimit = 0.10m }));

        var response = await function.PostAsync("/api/v1/tasks/1/budget", new { costLimit = 0.25m, by = "ada", reason = "worth it" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo($"/api/v1/tasks/{_task}"));
        Assert.That(await function.SentAsync<RaiseTaskBudget>("vsm.s3.tasks"), Is.EqualTo(
            new RaiseTaskBudget { TaskId = _task, CostLimit = 0.25m, By = "ada", Reason = "worth it" }));
        Assert.That((await function.GetAsync("/api/v1/tasks/1")).GetProperty("costLimit").GetDecimal(), Is.EqualTo(0.10m));
    }

    [TestCase(0.10)]
    [TestCase(0.05)]
    public async Task A_limit_that_is_not_higher_is_a_conflict(decimal limit)
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "AwaitingBudget", Number = 1, CostLimit = 0.10m }));

        var problem = await (await function.PostAsync("/api/v1/tasks/1/budget", new { costLimit = limit })).ProblemAsync(409);

        Assert.That(problem.Detail(), Does.StartWith("The task 1 has a cost limit of 0.1").And.EndsWith(" USD; expected a higher one."));
    }

    [TestCase("Approved")]
    [TestCase("Expired")]
    public async Task A_task_that_has_ended_is_a_conflict(string state)
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = state, Number = 1, CostLimit = 0.10m }));

        var problem = await (await function.PostAsync("/api/v1/tasks/1/budget", new { costLimit = 1 })).ProblemAsync(409);

        Assert.That(problem.Detail(), Is.EqualTo($"The task 1 has ended as {state} and spends nothing any more."));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1_000_000_001)]
    public async Task An_amount_that_is_none_is_refused(decimal limit)
    {
        await using var function = await Given.DashboardAsync();

        var problem = await (await function.PostAsync("/api/v1/tasks/1/budget", new { costLimit = limit })).ProblemAsync(400);

        Assert.That(problem.Error("costLimit"), Is.EqualTo($"found {limit}; expected more than 0 and at most 1000000000 USD"));
    }

    [Test]
    public async Task A_task_that_nobody_knows_is_not_found()
    {
        await using var function = await Given.DashboardAsync();

        await (await function.PostAsync($"/api/v1/tasks/{_task}/budget", new { costLimit = 1 })).ProblemAsync(404);
    }
}
