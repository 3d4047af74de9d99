using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using MassTransit.Testing;
using Vsm.Bus;
using Vsm.Contracts.Policy;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_setting_is_changed
{
    private const string Price = "/api/v1/settings/price:test/m";

    [Test]
    public async Task Policy_is_told_who_why_and_from_which_version()
    {
        await using var function = await StartAsync();

        var response = await PutAsync(function, Price, new { value = "input=1 output=2", version = 4, by = "ada", reason = "new prices" });
        var limit = await PutAsync(function, "/api/v1/settings/limits.corrections?vsm=north", new { value = (string?)null, version = 0, by = "ada", reason = "as it was" });

        var view = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That((view.Text("name"), view.Text("value"), view.GetProperty("version").GetInt64()), Is.EqualTo(("price:test/m", "input=1 output=2", 5L)));
        Assert.That(limit.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var sent = function.Harness.Consumed.Select<ChangeSetting>(new CancellationToken(canceled: true)).ToList();
        Assert.That(sent.Select(x => x.Context.Message with { RequestId = Guid.Empty }), Is.EqualTo((ChangeSetting[])
        [
            new() { RequestId = Guid.Empty, Name = "price:test/m", Value = "input=1 output=2", Version = 4, By = "ada", Reason = "new prices" },
            new() { RequestId = Guid.Empty, Vsm = "north", Name = "limits.corrections", Version = 0, By = "ada", Reason = "as it was" },
        ]));
    }

    [Test]
    public async Task A_wrong_value_is_said_with_what_is_allowed()
    {
        await using var function = await StartAsync();

        var problem = await (await PutAsync(function, Price, new { value = "cheap", version = 0, by = "", reason = "x" })).ProblemAsync(400);

        Assert.That(problem.Error("value"), Is.EqualTo("price:test/m is 'cheap'; expected input=… output=… such as 'input=0.15 output=0.60'."));
        Assert.That(problem.Error("by"), Is.EqualTo("is empty; expected 1 to 200 characters"));
        Assert.That(function.Harness.Sent.CountSoFar<ChangeSetting>(), Is.Zero);
    }

    [TestCase("stale", 409, "Somebody was faster.")]
    [TestCase("unknown", 404, "There is no such VSM.")]
    [TestCase("silent", 503, "Policy did not answer; see whether the setting was changed before you change it again.")]
    public async Task A_refusal_is_passed_on(string reason, int status, string expected)
    {
        await using var function = await StartAsync(("Vsm:Dashboard:DecisionTimeout", reason == "silent" ? "00:00:00.200" : "00:01:00"));

        var problem = await (await PutAsync(function, Price, new { value = "input=1 output=2", version = 0, by = "ada", reason })).ProblemAsync(status);

        Assert.That(problem.Detail(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_setting_that_there_is_not_is_said_with_those_that_there_are()
    {
        await using var function = await StartAsync();

        var problem = await (await function.Http.GetAsync(new Uri("/api/v1/settings/limits.mistakes", UriKind.Relative))).ProblemAsync(404);

        Assert.That(problem.Detail(), Does.StartWith("There is no setting 'limits.mistakes'; expected limits.corrections, "));
    }

    [Test]
    public async Task They_are_listed_with_what_they_do_and_those_of_models_where_they_were_made()
    {
        await using var function = await StartAsync();

        var all = (await function.GetAsync("/api/v1/settings?vsm=north&limit=500")).Items();
        var part = await function.GetAsync("/api/v1/settings?limit=2&after=1");
        var one = await function.GetAsync(Price);
        var escaped = await function.GetAsync(Price.Replace("test/m", "test%2fm", StringComparison.Ordinal));

        Assert.That(all.Select(x => x.Text("name")), Does.Contain("limits.cost_per_task").And.Contain("tasks.attempts").And.Contain("price:test/m").And.None.StartsWith("rate:"));
        Assert.That(all.Single(x => x.Text("name") == "limits.corrections").Text("value"), Is.EqualTo("9"));
        Assert.That((part.Items().Select(x => x.Text("name")), part.Text("next")), Is.EqualTo(((string[])["limits.clarifications", "limits.cost_per_task"], "3")));
        Assert.That(escaped.GetRawText(), Is.EqualTo(one.GetRawText()));
        Assert.That((one.Text("value"), one.Text("expected"), one.Text("default")), Is.EqualTo(("input=1 output=2", "input=… output=… such as 'input=0.15 output=0.60'", "Vsm:Ai:Prices")));
    }

    [Test]
    public async Task Changes_are_listed_and_taken_back()
    {
        await using var function = await StartAsync();

        var history = await function.GetAsync("/api/v1/settings/history?name=price:test/m&limit=1");
        var undone = await function.PostAsync("/api/v1/settings/history/12/undo", new { by = "ada", reason = "did not help" }, "key-1");

        Assert.That((history.Items().Single().Text("before"), history.Text("next")), Is.EqualTo(("input=1 output=2", "12")));
        Assert.That(undone.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await function.Harness.Consumed.SelectAsync<UndoSettingChange>().First()).Context.Message.Version, Is.EqualTo(12));
    }

    private static Task<HttpResponseMessage> PutAsync(FunctionHarness function, string path, object body) => function.Http.PutAsJsonAsync(path, body);

    private static Task<FunctionHarness> StartAsync(params (string, string)[] settings) =>
        Given.DashboardAsync(x => x.AddToBus(bus => bus.AddConsumer<PolicyStandIn>().Endpoint(e => e.Name = "vsm.s5.settings")), settings);

    private sealed class PolicyStandIn : IConsumer<ChangeSetting>, IConsumer<UndoSettingChange>, IConsumer<FindSettings>, IConsumer<FindSettingVersions>
    {
        private static readonly SettingVersion Made = new()
        {
            Version = 12, Name = "price:test/m", Before = "input=1 output=2", Value = "input=3 output=4", By = "bob", At = DateTimeOffset.UnixEpoch, Reason = "dearer",
        };

        public Task Consume(ConsumeContext<ChangeSetting> context) => context.Message.Reason switch
        {
            "silent" => Task.CompletedTask,
            "stale" => context.RespondAsync(new SettingRefused { Problem = SettingProblem.Conflict, Reason = "Somebody was faster." }),
            "unknown" => context.RespondAsync(new SettingRefused { Problem = SettingProblem.Unknown, Reason = "There is no such VSM." }),
            _ => context.RespondAsync(new SettingChanged { Change = Made with { Name = context.Message.Name, Value = context.Message.Value, Version = context.Message.Version + 1 } }),
        };

        public Task Consume(ConsumeContext<UndoSettingChange> context) => context.RespondAsync(new SettingChanged { Change = Made with { Version = 13, Undoes = 12 } });

        public Task Consume(ConsumeContext<FindSettings> context) => context.RespondAsync(new SettingsInForce
        {
            Version = 3,
            Settings =
            [
                new SettingInForce { Vsm = "north", Name = "limits.corrections", Value = "9", Version = 2 },
                new SettingInForce { Name = "price:test/m", Value = "input=1 output=2", Version = 3 },
            ],
        });

        public Task Consume(ConsumeContext<FindSettingVersions> context) =>
            context.RespondAsync(new SettingVersionsFound { Versions = [.. Enumerable.Range(0, Math.Min(2, context.Message.Limit)).Select(x => Made with { Version = 12 - x })] });
    }
}
