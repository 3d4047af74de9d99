using System.Net;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_page_of_another_site_calls
{
    [TestCase("Origin", "http://evil.example")]
    [TestCase("Origin", "null")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    public async Task Nothing_may_be_changed(string header, string value)
    {
        await using var function = await Given.OrganisationAsync();
        function.Http.DefaultRequestHeaders.Add(header, value);

        var problem = await (await function.PostAsync("/api/v1/tasks", new { content = "x" })).ProblemAsync(403);

        Assert.That(problem.Detail(), Is.EqualTo("Pages of other sites may not change anything here."));
    }

    [Test]
    public async Task A_page_of_this_site_may_change_things()
    {
        await using var function = await Given.OrganisationAsync();
        function.Http.DefaultRequestHeaders.Add("Origin", $"http://{function.Http.BaseAddress!.Authority}");

        Assert.That((await function.PostAsync("/api/v1/tasks", new { content = "x" })).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task A_name_that_was_made_to_point_here_is_refused()
    {
        await using var function = await Given.DashboardAsync();
        function.Http.DefaultRequestHeaders.Host = "evil.example";

        var problem = await (await function.Http.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative))).ProblemAsync(403);

        Assert.That(problem.Detail(), Does.StartWith("The request was sent to 'evil.example'; expected localhost or a loopback address"));
    }

    [Test]
    public async Task Any_name_will_do_where_anonymous_access_was_asked_for()
    {
        await using var function = await Given.DashboardAsync(("Vsm:Http:AllowAnonymous", "true"));
        function.Http.DefaultRequestHeaders.Host = "vsm.example";

        Assert.That((await function.Http.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void An_address_that_others_reach_ends_the_start() => Assert.That(
        () => Given.DashboardAsync(("Vsm:Http:Urls", "http://0.0.0.0:5080")),
        Throws.InstanceOf<Microsoft.Extensions.Options.OptionsValidationException>().With.Message.Contains("Vsm:Http:AllowAnonymous"));
}
