using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing;
using Vsm.Dashboard.Idempotency;

namespace Vsm.Dashboard.Mcp;

/// <summary>What a route of the API answered.</summary>
internal sealed record ApiAnswer(int Status, string Body)
{
    public bool IsGood => Status is >= 200 and < 300;
}

/// <summary>Calls routes of the API from inside, with all that they check, keep and refuse of requests from outside.</summary>
internal sealed class ApiCalls(EndpointDataSource endpoints, IServiceScopeFactory scopes)
{
    public Task<ApiAnswer> GetAsync(string name, string path, IEnumerable<KeyValuePair<string, string?>> query, string? id, CancellationToken cancel) =>
        CallAsync(name, HttpMethods.Get, path, query, id, null, null, cancel);

    public Task<ApiAnswer> PostAsync(string name, string path, IEnumerable<KeyValuePair<string, string?>> query, JsonElement body, string? key, CancellationToken cancel) =>
        CallAsync(name, HttpMethods.Post, path, query, null, JsonSerializer.SerializeToUtf8Bytes(body), key, cancel);

    private async Task<ApiAnswer> CallAsync(
        string name, string method, string path, IEnumerable<KeyValuePair<string, string?>> query, string? id, byte[]? body, string? key, CancellationToken cancel)
    {
        var endpoint = endpoints.Endpoints.Single(x => x.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
        await using var scope = scopes.CreateAsyncScope();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancel };
        context.SetEndpoint(endpoint);
        (context.Request.Method, context.Request.Path, context.Request.QueryString) = (method, path, QueryString.Create(query));
        context.Response.Body = answer;
        if (id is not null)
        {
            context.Request.RouteValues["id"] = id;
        }

        if (body is not null)
        {
            (context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = ("application/json", body.Length, new MemoryStream(body));
        }

        if (key is not null)
        {
            context.Request.Headers[KeyFilter.Header] = key;
        }

        try
        {
            await endpoint.RequestDelegate!(context);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (!await IsToldAsync(context, failure, cancel))
            {
                throw;
            }
        }

        await context.Response.BodyWriter.FlushAsync(cancel);
        return new ApiAnswer(context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length));
    }

    private static async Task<bool> IsToldAsync(HttpContext context, Exception failure, CancellationToken cancel)
    {
        foreach (var handler in context.RequestServices.GetServices<IExceptionHandler>())
        {
            if (await handler.TryHandleAsync(context, failure, cancel))
            {
                return true;
            }
        }

        return false;
    }
}
