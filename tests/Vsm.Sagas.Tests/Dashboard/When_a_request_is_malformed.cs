using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_request_is_malformed
{
    [Test]
    public async Task Where_the_JSON_ends_to_be_JSON_is_said()
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await PostAsync(function.Http, "{\n  \"content\": \"x\",\n  oops")).ProblemAsync(400);

        Assert.That(problem.Error("body"), Does.StartWith("is not JSON that can be read, at line 3, position 3: 'o' is an invalid start"));
    }

    [TestCase("""{"content":"x","colour":"red"}""", "colour", "is unknown")]
    [TestCase("""{"content":"x","references":[{"uri":"file:///a","length":1,"sha256":"x","size":2}]}""", "references[0].size", "is unknown")]
    [TestCase("""{"priority":1}""", "content", "is missing")]
    [TestCase("""{"content":7}""", "content", "'7' cannot be read; expected a text")]
    [TestCase("[]", "body", "is no object")]
    [TestCase("", "content", "is missing")]
    public async Task What_is_wrong_is_named_with_its_path(string json, string path, string message)
    {
        await using var function = await Given.OrganisationAsync();

        Assert.That((await (await PostAsync(function.Http, json)).ProblemAsync(400)).Error(path), Does.StartWith(message));
    }

    [Test]
    public async Task A_byte_order_mark_is_no_mistake()
    {
        await using var function = await Given.OrganisationAsync();

        Assert.That((await PostAsync(function.Http, "\uFEFF{\"content\":\"x\"}")).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task Too_deep_a_nesting_is_refused()
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await PostAsync(function.Http, new string('[', 33) + new string(']', 33))).ProblemAsync(400);

        Assert.That(problem.Error("body"), Does.Contain("depth").And.Contain("32"));
    }

    [TestCase("text/plain")]
    [TestCase("")]
    public async Task Another_type_than_JSON_is_refused(string type)
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await PostAsync(function.Http, "content=x", type)).ProblemAsync(415);

        Assert.That(problem.Detail(), Is.EqualTo($"The body is of type '{type}'; expected application/json."));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_body_over_1_MiB_is_refused(bool chunked)
    {
        await using var function = await Given.OrganisationAsync();
        function.Http.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        function.Http.DefaultRequestHeaders.ExpectContinue = true;

        var problem = await (await PostAsync(function.Http, $$"""{"content":"{{new string('x', 1_050_000)}}"}""")).ProblemAsync(413);

        Assert.That(problem.Detail(), Is.EqualTo("The body is too large; at most 1048576 bytes are read."));
    }

    [TestCase("/api/v1/tasks?limit=abc", "limit", "'abc' cannot be read as a whole number")]
    [TestCase("/api/v1/tasks?limit=0", "limit", "found 0; expected 1 to 500")]
    [TestCase("/api/v1/tasks?limit=501", "limit", "found 501; expected 1 to 500")]
    [TestCase("/api/v1/tasks?after=!", "after", "'!' is not what an earlier part of the list gave as next")]
    [TestCase("/api/v1/tasks?after=QUJD", "after", "'QUJD' is not what an earlier part of the list gave as next")]
    [TestCase("/api/v1/agents?after=x", "after", "'x' is not what an earlier part of the list gave as next")]
    [TestCase("/api/v1/rulings?verdict=perhaps", "verdict", "'perhaps' cannot be read as one of NotViolated, Vague, NotJudged, Violated")]
    [TestCase("/api/v1/stream?after=x", "after", "'x' is no sequence number; expected a whole number")]
    public async Task Parameters_are_named_with_what_was_expected(string path, string name, string message)
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await function.Http.GetAsync(new Uri(path, UriKind.Relative))).ProblemAsync(400);

        Assert.That(problem.Error(name), Is.EqualTo(message));
    }

    [TestCase("/api/v1/tasks/6f1ed002-ab60-4b0f-8c3e-000000000000", "There is no task '6f1ed002-ab60-4b0f-8c3e-000000000000' in the VSM 'root'")]
    [TestCase("/api/v1/tasks/99", "There is no task '99'")]
    [TestCase("/api/v1/tasks/abc", "There is no task 'abc'")]
    [TestCase("/api/v1/tasks/99/journal", "There is no task '99'")]
    [TestCase("/api/v1/tasks/99/calls", "There is no task '99'")]
    [TestCase("/api/v1/tasks/99/rulings", "There is no task '99'")]
    [TestCase("/api/v1/stream?task=99", "There is no task '99'")]
    [TestCase("/api/v1/agents/nobody", "There is no System 1 'nobody'")]
    [TestCase("/api/v1/policies/nothing", "There is no policy 'nothing'")]
    [TestCase("/api/v1/rulings/nothing", "There is no ruling 'nothing'")]
    [TestCase("/api/v1/machines/nothing", "There is no state machine 'nothing'")]
    [TestCase("/api/v1/organisations/nowhere", "There is no VSM 'nowhere'")]
    public async Task What_is_unknown_is_not_found(string path, string detail)
    {
        await using var function = await Given.OrganisationAsync();

        Assert.That((await (await function.Http.GetAsync(new Uri(path, UriKind.Relative))).ProblemAsync(404)).Detail(), Does.StartWith(detail));
    }

    [TestCase("/api/v1/tasks/99/cancel", "{}")]
    [TestCase("/api/v1/agents/99/drain", "{}")]
    [TestCase("/api/v1/approvals/99", """{"decision":"Approve","by":"a","reason":"b"}""")]
    public async Task What_is_unknown_is_not_changed(string path, string json)
    {
        await using var function = await Given.OrganisationAsync();

        await (await PostAsync(function.Http, json, path: path)).ProblemAsync(404);
    }

    [TestCase("DELETE", "/api/v1/tasks", 405, "The address does not take DELETE; see Allow.")]
    [TestCase("GET", "/api/v1/nothing", 404, "There is nothing at this address; see /openapi/v1.json.")]
    public async Task Routes_that_are_not_there_are_problems_too(string method, string path, int status, string detail)
    {
        await using var function = await Given.OrganisationAsync();

        var problem = await (await function.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).ProblemAsync(status);

        Assert.That(problem.Detail(), Is.EqualTo(detail));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string body, string type = "application/json", string path = "/api/v1/tasks")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type.Length == 0 ? null : new MediaTypeHeaderValue(type);
        return http.PostAsync(new Uri(path, UriKind.Relative), content);
    }
}
