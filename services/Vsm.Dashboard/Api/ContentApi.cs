using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Vsm.Contracts;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Hosting;
using Vsm.Hosting.Storage;

namespace Vsm.Dashboard.Api;

internal static class ContentApi
{
    private const string Binary = "application/octet-stream";

    /// <summary>Content is named by what it is, so handing it in twice has the effect of once, with or without a key.</summary>
    public static void MapContent(this IEndpointRouteBuilder api)
    {
        var content = api.MapGroup("/content").WithTags("Content");
        content.MapPost("", StoreAsync).WithName("StoreContent")
            .WithSummary("Stores the body, of any type and length up to Vsm:Content:Largest; the answer goes into a task's references")
            .Accepts<Stream>(Binary)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(503);
        Describe(content.MapGet("/{sha256}", FindAsync), "GetContent", "Stored content by its SHA-256");
        Describe(content.MapMethods("/{sha256}", [HttpMethods.Head], FindAsync), "CheckContent", "Whether content is stored, and how long it is");
    }

    private static void Describe(RouteHandlerBuilder route, string name, string summary) => route.WithName(name).WithSummary(summary)
        .Produces(200, contentType: Binary).Produces(206, contentType: Binary).Produces(304).ProducesProblem(404).ProducesProblem(416).ProducesProblem(503);

    /// <summary>A task's output as one text, whether it fitted into a message or not.</summary>
    public static void MapOutput(this RouteGroupBuilder tasks) =>
        tasks.MapGet("/{id}/output", OutputAsync).WithName("GetTaskOutput").WithSummary("The whole output of a task, as text")
            .Produces(200, contentType: "text/plain").Produces(206, contentType: "text/plain").Produces(304).ProducesProblem(404).ProducesProblem(503);

    private static async Task<Results<Created<ContentReference>, ProblemHttpResult>> StoreAsync(
        HttpContext http, ContentStore store, CancellationToken cancel, string? name = null)
    {
        if (RequestTexts.Problems(("name", name, RequestLimits.Name)).ToList() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        if (http.Request.ContentLength == 0)
        {
            return Problems.Invalid("body", "is empty; expected at least one byte");
        }

        if (http.Request.ContentLength > store.Largest)
        {
            return Problems.TooLarge(new ContentTooLargeException(store.Largest).Message);
        }

        // The store counts what comes; Kestrel's limit is one for what is held in memory.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        try
        {
            var stored = await store.StoreAsync(http.Request.Body, cancel);
            return stored.Length == 0
                ? Problems.Invalid("body", "is empty; expected at least one byte")
                : TypedResults.Created(
                    $"/api/v1/content/{stored.Sha256}",
                    new ContentReference { Uri = stored.Address, Length = stored.Length, Sha256 = stored.Sha256, Name = string.IsNullOrWhiteSpace(name) ? null : name });
        }
        catch (ContentTooLargeException exception)
        {
            return Problems.TooLarge(exception.Message);
        }
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FindAsync(string sha256, IContentObjects objects, CancellationToken cancel) =>
        !ContentAddress.IsHash(sha256) ? Problems.Invalid("sha256", "is no SHA-256; expected 64 hexadecimal digits in lower case")
        : await objects.OpenAsync(sha256, cancel) is { } stream ? Download(stream, sha256, Binary, sha256)
        : Problems.NotFound("There is no such content; it was never stored, or was removed as no task referred to it.");

    private static async Task<Results<FileStreamHttpResult, FileContentHttpResult, ProblemHttpResult>> OutputAsync(
        string id, DashboardDbContext db, IContentObjects objects, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var task = await db.TaskAsync(id, vsm, cancel);
        var name = $"task-{task.Number?.ToString(null, null) ?? task.Id.ToString()}-output.txt";
        if (task.Output is null)
        {
            return Problems.NotFound($"Task '{Text.Cut(id, 80)}' has no output.");
        }

        if (task.OutputReference is not { } reference)
        {
            return TypedResults.Bytes(System.Text.Encoding.UTF8.GetBytes(task.Output), "text/plain; charset=utf-8", name);
        }

        return ContentAddress.HashOf(reference.Uri) is { } hash && await objects.OpenAsync(hash, cancel) is { } stream
            ? Download(stream, hash, "text/plain; charset=utf-8", name)
            : Problems.NotFound("The output is not in the content store any more; its beginning is in the task.");
    }

    // As a file to keep, and never as a page: agents wrote it.
    private static FileStreamHttpResult Download(Stream stream, string sha256, string type, string name) =>
        TypedResults.Stream(stream, type, name, entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: stream.CanSeek);
}
