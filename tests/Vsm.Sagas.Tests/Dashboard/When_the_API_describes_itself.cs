using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_the_API_describes_itself
{
    [Test]
    public async Task Every_route_is_in_the_document_with_a_summary()
    {
        await using var function = await Given.DashboardAsync();
        var routes = function.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(x => x.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(x => x.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m.ToLowerInvariant()} {x.RoutePattern.RawText!.TrimEnd('/').Replace("{**", "{", StringComparison.Ordinal)}"))
            .ToList();

        var document = await function.GetAsync("/openapi/v1.json");

        var described = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => (Path: $"{m.Name} {p.Name}", m.Value))).ToList();
        Assert.That(routes, Has.Count.GreaterThan(20));
        Assert.That(described.Select(x => x.Path), Is.EquivalentTo(routes));
        Assert.That(described.Select(x => x.Value.TryGetProperty("summary", out _)), Is.All.True);
        Assert.That(described.Select(x => x.Value.Text("operationId")), Is.Unique);
    }

    [Test]
    public async Task Bodies_answers_and_problems_have_their_shapes()
    {
        await using var function = await Given.DashboardAsync();

        var document = await function.GetAsync("/openapi/v1.json");

        var submit = document.GetProperty("paths").GetProperty("/api/v1/tasks").GetProperty("post");
        Assert.That(submit.GetProperty("requestBody").GetRawText(), Does.Contain("#/components/schemas/TaskRequest"));
        Assert.That(submit.GetProperty("responses").GetProperty("202").GetRawText(), Does.Contain("#/components/schemas/TaskAccepted"));
        Assert.That(submit.GetProperty("responses").EnumerateObject().Select(x => x.Name), Is.EquivalentTo(["202", "400", "404", "409", "413", "415", "503"]));
        Assert.That(submit.GetProperty("parameters").EnumerateArray().Select(x => x.Text("name")), Is.EquivalentTo(["vsm", "Idempotency-Key"]));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.That(schemas.GetProperty("TaskRequest").GetProperty("required").EnumerateArray().Select(x => x.GetString()), Is.EqualTo(["content"]));
        Assert.That(schemas.GetProperty("Verdict").GetProperty("enum").EnumerateArray().Select(x => x.GetString()), Does.Contain("NotViolated"));
        Assert.That(schemas.GetProperty("TaskView").GetProperty("properties").GetProperty("attempts").GetProperty("type").ValueKind, Is.EqualTo(JsonValueKind.String));
    }

    [Test]
    public async Task The_start_page_leads_to_it()
    {
        await using var function = await Given.DashboardAsync();

        Assert.That((await function.GetAsync("/")).Text("api"), Is.EqualTo("/openapi/v1.json"));
    }
}
