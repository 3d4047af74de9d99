using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_an_organisation_is_applied
{
    private const string Organisations = "/api/v1/organisations";

    private static readonly OrganisationRequest Request = new()
    {
        Name = "Reports",
        Vsm = "north",
        Purpose = "Report what was sold",
        Systems = [new SystemSpecification { Name = "reporter", Steps = [new FunctionStep { Function = "aggregate" }] }],
        Policies = [new PolicySpecification { Name = "brief", Rule = "At most 3 sentences", AppliesTo = ["reporter"], Readings = [new PolicyCheck { Check = "max_sentences" }] }],
        Limits = new TaskLimits { Corrections = 1 },
    };

    [Test]
    public async Task Policy_gets_all_of_it()
    {
        await using var function = await Given.DashboardAsync();

        var response = await function.PostAsync(Organisations, Request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo("/api/v1/organisations/north"));
        var sent = await function.SentAsync<ApplyOrganisation>("vsm.s5.organisations");
        Assert.That((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("requestId").GetGuid(), Is.EqualTo(sent.RequestId));
        Assert.That(JsonSerializer.Serialize(sent with { RequestId = Guid.Empty }), Is.EqualTo(JsonSerializer.Serialize(new ApplyOrganisation
        {
            RequestId = Guid.Empty, Vsm = "north", Name = Request.Name, Purpose = Request.Purpose, Systems = Request.Systems, Policies = Request.Policies,
            Limits = Request.Limits,
        })));
    }

    [Test]
    public async Task It_can_be_read_at_once_and_takes_no_tasks_yet()
    {
        await using var function = await Given.DashboardAsync();

        var response = await function.PostAsync(Organisations, Request);

        var view = await function.GetAsync(response.Headers.Location!.OriginalString);
        Assert.That(view.Text("state"), Is.EqualTo("Applying"));
        Assert.That(view.Text("requestId"), Is.EqualTo((await response.Content.ReadFromJsonAsync<JsonElement>()).Text("requestId")));
        await (await function.PostAsync("/api/v1/tasks?vsm=north", new { content = "x" })).ProblemAsync(404);
        await function.JournalAsync(Given.Organisation(OrganisationState.Applied, 1, "north"));
        Assert.That((await function.PostAsync("/api/v1/tasks?vsm=north", new { content = "x" })).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task One_that_is_there_shows_what_Policy_last_said()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Organisation(OrganisationState.Applied, 1, "north"));

        await function.PostAsync(Organisations, Request);

        Assert.That((await function.GetAsync($"{Organisations}/north")).Text("state"), Is.EqualTo("Applied"));
    }

    [Test]
    public async Task A_broker_that_does_not_take_it_is_said_and_nothing_is_left()
    {
        await using var function = await Given.DashboardAsync(x => x.AddToBus(bus => bus.AddSendObserver<NoBroker<ApplyOrganisation>>()));

        await (await function.PostAsync(Organisations, Request)).ProblemAsync(503);

        Assert.That((await function.GetAsync(Organisations)).Items(), Is.Empty);
    }

    [Test]
    public async Task What_is_wrong_is_named_with_its_place()
    {
        await using var function = await Given.DashboardAsync();

        var problem = await (await function.PostAsync(Organisations, Request with { Systems = [.. Request.Systems, .. Request.Systems], Purpose = "" })).ProblemAsync(400);

        Assert.That(problem.Error("purpose"), Does.StartWith("is empty"));
        Assert.That(problem.Error("systems[1].name"), Does.Contain("is taken by systems[0]"));
        Assert.That(await function.Harness.Sent.Any<ApplyOrganisation>(new CancellationToken(true)), Is.False);
    }

    [Test]
    public async Task Functions_and_checks_are_looked_up_once_their_catalogues_are_there()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Catalogue("functions", "extract"), Catalogue("checks", "max_words"));

        var problem = await (await function.PostAsync(Organisations, Request)).ProblemAsync(400);

        Assert.That(problem.Error("systems[0].steps[0].function"), Does.Contain("unknown function 'aggregate'"));
        Assert.That(problem.Error("policies[0].readings[0].check"), Does.Contain("unknown check 'max_sentences'"));
    }

    [Test]
    public async Task How_far_it_is_can_be_read()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Organisation(OrganisationState.Applying, 1, "north"), Given.Organisation(OrganisationState.Applied, 1));

        var north = await function.GetAsync($"{Organisations}/north");

        Assert.That(north.Text("state"), Is.EqualTo("Applying"));
        Assert.That(north.GetProperty("pending")[0].GetString(), Is.EqualTo("reporter"));
        Assert.That((await function.GetAsync(Organisations)).Items().Select(x => x.Text("vsm")), Is.EqualTo(["north", "root"]));
        Assert.That((await function.GetAsync($"{Organisations}?after=north")).Items().Single().Text("vsm"), Is.EqualTo("root"));
    }

    [TestCase("functions")]
    [TestCase("checks")]
    public async Task A_catalogue_is_shown_when_it_is_there(string name)
    {
        await using var function = await Given.DashboardAsync();
        var early = await function.Http.GetAsync(new Uri($"/api/v1/{name}", UriKind.Relative));
        await function.JournalAsync(Catalogue(name, "first"));

        Assert.That((await early.ProblemAsync(503)).Detail(), Does.StartWith($"The catalogue of {name} has not arrived yet"));
        Assert.That(early.Headers.RetryAfter, Is.Not.Null);
        Assert.That((await function.GetAsync($"/api/v1/{name}")).GetProperty("items")[0].Text("name"), Is.EqualTo("first"));
    }

    private static JournalEntry Catalogue(string name, string item) => Given.Entry($"catalogue/{name}", "s1", "catalogue") with
    {
        Data = Given.Json(new CatalogueDescription { Name = name, Items = [new CatalogueItem { Name = item, Description = "d" }] }),
    };
}
