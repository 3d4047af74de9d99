using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_budgets_are_looked_at
{
    private static readonly Guid Writer = Guid.NewGuid();
    private static readonly Guid Reader = Guid.NewGuid();
    private readonly Guid _task = Guid.NewGuid();

    [Test]
    public async Task Profit_and_loss_add_up_to_what_tasks_cost_exactly()
    {
        await using var function = await StartAsync();
        var random = new Random(7);
        var tasks = Enumerable.Range(1, 40).Select(x => (Id: Guid.NewGuid(), Entries: Steps(random))).ToList();
        foreach (var (id, steps) in tasks)
        {
            var entries = steps.Select((x, i) => Given.Task(id, i + 1, x)).ToArray();
            await function.JournalAsync([.. entries.Reverse()]);
            await function.JournalAsync(entries[0]); // it comes again
        }

        var budgets = (await function.GetAsync("/api/v1/budgets")).Items();

        var cost = tasks.Sum(x => x.Entries[^1].Usage.Cost);
        Assert.That(budgets.Select(x => x.Text("name")), Is.EqualTo(["vsm", "system:writer", "system:reader"]));
        Assert.That(budgets.Skip(1).Sum(Cost), Is.EqualTo(cost));
        Assert.That((Cost(budgets[0]), Amount(budgets[0], "spent")), Is.EqualTo((cost, cost)));
        Assert.That(budgets.Skip(1).Sum(x => x.GetProperty("ledger").GetProperty("approved").GetInt64()), Is.EqualTo(40));
        Assert.That(budgets[0].GetProperty("ledger").GetProperty("profit").GetDecimal(), Is.EqualTo(4m - cost));
    }

    [Test]
    public async Task An_account_is_shown_as_Control_said_last()
    {
        await using var function = await StartAsync();
        await function.JournalAsync(
            Account(new BudgetProgress { Kind = BudgetKind.System, Subject = Writer, Version = 2, Cap = 1m, Spent = 0.2m, Reserved = 0.3m }),
            Account(new BudgetProgress { Kind = BudgetKind.System, Subject = Writer, Version = 1, Cap = 9m, Spent = 0, Reserved = 0 }));

        foreach (var name in (string[])["system:writer", "system:1", $"system:{Writer}"])
        {
            var budget = await function.GetAsync($"/api/v1/budgets/{name}");
            Assert.That((Amount(budget, "cap"), Amount(budget, "spent"), Amount(budget, "reserved"), Amount(budget, "left")), Is.EqualTo((1m, 0.2m, 0.3m, 0.5m)));
        }
    }

    [Test]
    public async Task A_task_shows_its_limit_and_with_an_account_what_those_below_it_take()
    {
        await using var function = await StartAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress
        {
            State = "Executing", Number = 7, CostLimit = 0.10m, Reserved = 0.03m, Usage = new Usage { Cost = 0.02m },
        }));
        var alone = await function.GetAsync("/api/v1/budgets/task:7");
        await function.JournalAsync(Account(new BudgetProgress { Kind = BudgetKind.Task, Subject = _task, Version = 1, Cap = 0.10m, Spent = 0.04m, Reserved = 0.05m }));
        var shared = await function.GetAsync("/api/v1/budgets/task:7");

        Assert.That((Amount(alone, "spent"), Amount(alone, "reserved"), Amount(alone, "left")), Is.EqualTo((0.02m, 0.03m, 0.05m)));
        Assert.That((Amount(shared, "spent"), Amount(shared, "reserved"), Amount(shared, "left")), Is.EqualTo((0.04m, 0.05m, 0.01m)));
    }

    [Test]
    public async Task A_cap_is_set_at_Control()
    {
        await using var function = await StartAsync();

        var response = await function.Http.PutAsJsonAsync(new Uri("/api/v1/budgets/system:writer", UriKind.Relative), new { cap = 2.5, by = "ada", reason = "enough" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var sent = await function.SentAsync<ChangeBudget>("vsm.s3.budgets");
        Assert.That(sent, Is.EqualTo(new ChangeBudget
        {
            RequestId = sent.RequestId, Kind = BudgetKind.System, Subject = Writer, Cap = 2.5m, By = "ada", Reason = "enough",
        }));
    }

    [Test]
    public async Task A_raise_under_one_key_is_one_raise()
    {
        await using var function = await StartAsync();
        await function.JournalAsync(Account(new BudgetProgress { Kind = BudgetKind.Vsm, Version = 1, Cap = 1m, Spent = 0, Reserved = 0 }));

        await function.PostAsync("/api/v1/budgets/vsm/raise", new { amount = 0.5 }, "k");
        await function.PostAsync("/api/v1/budgets/vsm/raise", new { amount = 0.5 }, "k");

        var sent = await function.SentAsync<ChangeBudget>("vsm.s3.budgets");
        Assert.That((sent.Kind, sent.Raise, sent.Cap), Is.EqualTo((BudgetKind.Vsm, 0.5m, (decimal?)null)));
        Assert.That(function.Harness.Sent.Select<ChangeBudget>(new CancellationToken(canceled: true)).Select(x => x.Context.Message.RequestId).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_raise_of_a_task_gives_it_a_higher_limit()
    {
        await using var function = await StartAsync();
        await function.JournalAsync(Given.Task(_task, 1, new TaskProgress { State = "AwaitingBudget", Number = 7, CostLimit = 0.10m }));

        await function.PostAsync("/api/v1/budgets/task:7/raise", new { amount = 0.05, by = "ada" });

        Assert.That(await function.SentAsync<RaiseTaskBudget>("vsm.s3.tasks"), Is.EqualTo(new RaiseTaskBudget { TaskId = _task, CostLimit = 0.15m, By = "ada" }));
    }

    [Test]
    public async Task What_cannot_be_raised_is_said()
    {
        await using var function = await StartAsync();

        var uncapped = await (await function.PostAsync("/api/v1/budgets/vsm/raise", new { amount = 1 })).ProblemAsync(409);
        var nothing = await (await function.PostAsync("/api/v1/budgets/vsm/raise", new { amount = 0 })).ProblemAsync(400);
        var unknown = await (await function.PostAsync("/api/v1/budgets/writer/raise", new { amount = 1 })).ProblemAsync(404);

        Assert.That(uncapped.Detail(), Is.EqualTo("The budget vsm has no cap that could be raised; set one."));
        Assert.That(nothing.Error("amount"), Is.EqualTo("found 0; expected more than 0 and at most 1000000000 USD"));
        Assert.That(unknown.Detail(), Is.EqualTo("There is no budget 'writer'; expected vsm, system:NAME (or its number) or task:NUMBER (or its GUID)."));
    }

    private static async Task<FunctionHarness> StartAsync()
    {
        var function = await Given.OrganisationAsync();
        await function.JournalAsync(Given.Agent(Writer, 1, "writer"), Given.Agent(Reader, 2, "reader"));
        return function;
    }

    /// <summary>Two attempts of two agents, one of them judged by a model, and the end.</summary>
    private static List<TaskProgress> Steps(Random random)
    {
        var (first, second, judging) = (Spent(random), Spent(random), Spent(random));
        var total = new Usage { Cost = first.Cost + second.Cost + judging.Cost };
        return
        [
            new TaskProgress { State = "Executing", Usage = new Usage() },
            new TaskProgress { State = "Delegating", Usage = first, Booked = [Line(Writer, 1, LedgerKind.Doing, first)] },
            new TaskProgress
            {
                State = "Approved", Usage = total,
                Booked =
                [
                    Line(Reader, 2, LedgerKind.Doing, second), Line(Reader, 2, LedgerKind.Judging, judging),
                    Line(Reader, 2, LedgerKind.Approved, new Usage()) with { Value = 0.10m },
                ],
            },
        ];
    }

    private static Usage Spent(Random random) => new() { InputTokens = random.Next(1000), OutputTokens = random.Next(100), Cost = random.Next(1, 100_000) / 100_000_000m };

    private static LedgerEntry Line(Guid agent, int attempt, LedgerKind kind, Usage usage) => new() { AgentId = agent, Attempt = attempt, Kind = kind, Usage = usage };

    private static JournalEntry Account(BudgetProgress progress) =>
        Given.Entry($"budget/{progress.Kind}/{progress.Version}", "s3", "budget") with { Data = Given.Json(progress) };

    private static decimal Cost(JsonElement budget) => Amount(budget.GetProperty("ledger"), "doing") + Amount(budget.GetProperty("ledger"), "judging");

    private static decimal Amount(JsonElement element, string member) => element.GetProperty(member).GetDecimal();
}
