using System.Net;
using MassTransit;
using MassTransit.Testing;
using Vsm.Bus;
using Vsm.Contracts.Policy;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_suggested_policy_is_decided
{
    private const string Path = "/api/v1/policies/suggestions";

    [Test]
    public async Task They_are_listed_in_parts()
    {
        await using var function = await StartAsync();

        var list = await function.GetAsync($"{Path}?vsm=north&state=Open&limit=500&after=7");

        Assert.That(list.Items().Select(x => x.GetProperty("number").GetInt32()), Is.EqualTo(Enumerable.Range(8, 20)));
        Assert.That(list.Text("next"), Is.EqualTo("27"));
        var asked = (await function.Harness.Consumed.SelectAsync<FindPolicySuggestions>().First()).Context.Message;
        Assert.That(asked, Is.EqualTo(new FindPolicySuggestions { Vsm = "north", State = SuggestionState.Open, After = 7, Limit = 21 }));
    }

    [Test]
    public async Task Policy_is_told_who_decided_what_and_why()
    {
        await using var function = await StartAsync();

        var response = await function.PostAsync($"{Path}/3?vsm=north", new { decision = "Accept", by = "ada", reason = "asked for", name = "short", appliesTo = (string[])["support"] }, "key-1");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await response.Content.ReadAsStringAsync()).Contains("\"state\":\"Accepted\"", StringComparison.Ordinal));
        var told = (await function.Harness.Consumed.SelectAsync<DecidePolicySuggestion>().First()).Context.Message;
        Assert.That((told.Vsm, told.Number, told.Decision, told.By, told.Reason, told.Name, told.Rule, told.AppliesTo.Single()), Is.EqualTo(
            ("north", 3, SuggestionDecision.Accept, "ada", "asked for", "short", (string?)null, "support")));
    }

    [TestCase("conflict", 409, "ada accepted it already.")]
    [TestCase("unknown", 404, "There is no suggestion 3.")]
    [TestCase("silent", 503, "Policy did not answer; see whether it was decided before you decide it again.")]
    public async Task A_refusal_is_passed_on(string reason, int status, string expected)
    {
        await using var function = await StartAsync(("Vsm:Dashboard:DecisionTimeout", reason == "silent" ? "00:00:00.200" : "00:01:00"));

        var problem = await (await function.PostAsync($"{Path}/3", new { decision = "Decline", by = "ada", reason }, "key-1")).ProblemAsync(status);

        Assert.That(problem.Detail(), Is.EqualTo(expected));
    }

    [Test]
    public async Task What_is_missing_is_said()
    {
        await using var function = await StartAsync();

        var problem = await (await function.PostAsync($"{Path}/3", new { decision = "Accept", by = "", reason = "x", rule = " " }, "key-1")).ProblemAsync(400);

        Assert.That((problem.Error("by"), problem.Error("rule")), Is.EqualTo(("is empty; expected 1 to 200 characters", "is empty; expected 1 to 4000 characters")));
    }

    private static Task<FunctionHarness> StartAsync(params (string, string)[] settings) =>
        Given.DashboardAsync(x => x.AddToBus(bus => bus.AddConsumer<PolicyStandIn>().Endpoint(e => e.Name = "vsm.s5.suggestions")), settings);

    private sealed class PolicyStandIn : IConsumer<FindPolicySuggestions>, IConsumer<DecidePolicySuggestion>
    {
        private static readonly SuggestedPolicy Suggestion = new()
        {
            Number = 3, Name = "short", Rule = "Answers are short.", State = SuggestionState.Open, Seen = 1, FirstSeenAt = DateTimeOffset.UnixEpoch, LastSeenAt = DateTimeOffset.UnixEpoch,
        };

        public Task Consume(ConsumeContext<FindPolicySuggestions> context) => context.RespondAsync(
            new PolicySuggestionsFound { Suggestions = [.. Enumerable.Range(context.Message.After + 1, context.Message.Limit).Select(x => Suggestion with { Number = x })] });

        public Task Consume(ConsumeContext<DecidePolicySuggestion> context) => context.Message.Reason switch
        {
            "silent" => Task.CompletedTask,
            "conflict" => context.RespondAsync(new PolicySuggestionRefused { Problem = SuggestionProblem.Conflict, Reason = "ada accepted it already." }),
            "unknown" => context.RespondAsync(new PolicySuggestionRefused { Problem = SuggestionProblem.Unknown, Reason = "There is no suggestion 3." }),
            _ => context.RespondAsync(new PolicySuggestionDecided { Suggestion = Suggestion with { State = SuggestionState.Accepted, By = context.Message.By } }),
        };
    }
}
