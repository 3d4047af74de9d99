using System.Net;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_the_organisation_is_looked_at
{
    private readonly Guid _first = Guid.NewGuid();
    private readonly Guid _second = Guid.NewGuid();
    private readonly Guid _brief = Guid.NewGuid();
    private readonly Guid _private = Guid.NewGuid();

    [Test]
    public async Task Agents_are_listed_by_number_and_found_by_id_number_and_name()
    {
        await using var function = await StartAsync();

        var page = await function.GetAsync("/api/v1/agents?limit=1");

        Assert.That(page.Items().Single().Text("name"), Is.EqualTo("reporter"));
        Assert.That(page.Items().Single().GetProperty("configuration").GetProperty("version").GetInt32(), Is.EqualTo(1));
        Assert.That((await function.GetAsync($"/api/v1/agents?after={page.Text("next")}")).Items().Single().Text("name"), Is.EqualTo("reviewer"));
        foreach (var id in (string[])[$"{_second}", "2", "reviewer"])
        {
            Assert.That((await function.GetAsync($"/api/v1/agents/{id}")).Text("status"), Is.EqualTo("Draining"));
        }

        Assert.That((await function.GetAsync("/api/v1/agents/2")).TryGetProperty("configuration", out _), Is.False);
    }

    [TestCase("{}", true)]
    [TestCase("""{"drain":false,"by":"ada"}""", false)]
    public async Task An_agent_is_drained_by_Control(string json, bool drain)
    {
        await using var function = await StartAsync();

        var response = await function.PostAsync("/api/v1/agents/reporter/drain", System.Text.Json.JsonDocument.Parse(json).RootElement);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await function.SentAsync<DrainAgent>("vsm.s3.registry"), Is.EqualTo(new DrainAgent { AgentId = _first, Drain = drain, By = drain ? null : "ada" }));
    }

    [Test]
    public async Task An_agent_is_retired_by_Policy()
    {
        await using var function = await StartAsync();

        var response = await function.Http.DeleteAsync(new Uri("/api/v1/agents/reporter?by=ada&reason=no%20use", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await function.SentAsync<RetireSystem>("vsm.s5.systems"), Is.EqualTo(new RetireSystem { AgentId = _first, By = "ada", Reason = "no use" }));
    }

    [TestCase("reporter?by=ada", HttpStatusCode.BadRequest)]
    [TestCase("reporter?reason=why", HttpStatusCode.BadRequest)]
    [TestCase("nobody?by=ada&reason=why", HttpStatusCode.NotFound)]
    public async Task An_agent_is_not_retired_without_saying_which_by_whom_and_why(string path, HttpStatusCode status)
    {
        await using var function = await StartAsync();

        var response = await function.Http.DeleteAsync(new Uri($"/api/v1/agents/{path}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Policies_are_listed_with_whom_they_apply_to()
    {
        await using var function = await StartAsync();

        var page = await function.GetAsync("/api/v1/policies?limit=1");

        Assert.That(page.Items().Single().GetProperty("policy").Text("name"), Is.EqualTo("brief"));
        Assert.That(page.Items().Single().Text("appliesTo"), Is.EqualTo("reporter"));
        Assert.That((await function.GetAsync($"/api/v1/policies?after={page.Text("next")}")).Items().Single().TryGetProperty("appliesTo", out _), Is.False);
        foreach (var id in (string[])[$"{_private}", "2", "private"])
        {
            var policy = await function.GetAsync($"/api/v1/policies/{id}");
            Assert.That(policy.GetProperty("policy").GetProperty("policyId").GetGuid(), Is.EqualTo(_private));
            Assert.That(policy.GetProperty("policySetVersion").GetInt32(), Is.EqualTo(3));
        }
    }

    [TestCase("", "second,first")]
    [TestCase("policy=brief", "second,first")]
    [TestCase("policy=1&verdict=Violated", "first")]
    [TestCase("policy=private&verdict=Violated", "")]
    [TestCase("verdict=NotViolated", "second")]
    [TestCase("agent=reporter", "first")]
    [TestCase("agent=1", "second,first")]
    [TestCase("q=FOUR%20sent", "first")]
    [TestCase("q=nothing", "")]
    [TestCase("vsm=north", "")]
    public async Task Rulings_are_searched_newest_first(string query, string expected)
    {
        await using var function = await StartAsync();
        var (first, second) = await RuleAsync(function);

        var found = (await function.GetAsync($"/api/v1/rulings?{query}")).Items().Select(x => x.GetProperty("rulingId").GetGuid() == first ? "first" : "second");

        Assert.That(string.Join(',', found), Is.EqualTo(expected));
        Assert.That((await function.GetAsync($"/api/v1/rulings/{second}")).Text("verdict"), Is.EqualTo("NotViolated"));
    }

    [Test]
    public async Task Rulings_come_in_pages()
    {
        await using var function = await StartAsync();
        var (first, second) = await RuleAsync(function);

        var page = await function.GetAsync($"/api/v1/rulings?limit=1&policy={_brief}&agent={_first}");
        var all = await function.GetAsync("/api/v1/rulings?limit=1");

        Assert.That(page.Items().Single().GetProperty("rulingId").GetGuid(), Is.EqualTo(first));
        Assert.That((await function.GetAsync($"/api/v1/rulings?limit=1&after={all.Text("next")}")).Items().Single().GetProperty("rulingId").GetGuid(), Is.EqualTo(first));
        Assert.That(all.Items().Single().GetProperty("rulingId").GetGuid(), Is.EqualTo(second));
    }

    [Test]
    public async Task A_state_machine_is_shown_as_it_runs()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Entry("machine", "s3", "machine") with
        {
            Data = Given.Json(new MachineDescription
            {
                Name = "task",
                States = [new MachineState { Name = "Executing" }, new MachineState { Name = "Approved", Final = true }],
                Transitions = [new MachineTransition { From = "Executing", Event = "Approved", To = "Approved" }],
            }),
        });

        Assert.That((await function.GetAsync("/api/v1/machines/task")).GetProperty("transitions")[0].Text("event"), Is.EqualTo("Approved"));
        Assert.That((await function.GetAsync("/api/v1/machines")).Items().Single().Text("name"), Is.EqualTo("task"));
    }

    private async Task<FunctionHarness> StartAsync()
    {
        var function = await Given.DashboardAsync();
        await function.JournalAsync(
            Given.Agent(_second, 2, "reviewer", AgentStatus.Draining),
            Given.Agent(_first, 1, "reporter"),
            Given.Configuration(_first, 1, "reporter"),
            Given.Entry("policies", "s5", "policies") with
            {
                Data = Given.Json(new PolicySet { Version = 3, Policies = [Policy(_private, 2, "private", null), Policy(_brief, 1, "brief", _first)] }),
            });
        return function;
    }

    private async Task<(Guid First, Guid Second)> RuleAsync(FunctionHarness function)
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await function.JournalAsync(
            Given.Ruling(first, Guid.NewGuid(), _first, 1, Verdict.Violated,
                Given.Finding(_brief, 1, "brief", Verdict.Violated, "It has four sentences"),
                Given.Finding(_private, 2, "private", Verdict.NotViolated, "None")),
            Given.Ruling(second, Guid.NewGuid(), _second, 2, Verdict.NotViolated, Given.Finding(_brief, 1, "brief", Verdict.NotViolated, "It has two")));
        return (first, second);
    }

    private static PolicyDefinition Policy(Guid id, int number, string name, Guid? agent) => new()
    {
        PolicyId = id, Number = number, Name = name, Rule = "r", Scope = agent is null ? PolicyScope.Team : PolicyScope.System, AgentId = agent, Version = 1,
    };
}
