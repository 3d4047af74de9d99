using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vsm.Contracts;
using Vsm.Contracts.Dashboard;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Idempotency;

/// <summary>
/// A POST or PUT with an Idempotency-Key has its effect once: the same request again gets the first answer, another one under the same key is a conflict.
/// A request whose answer nobody kept, as the process ended or a server was away, is done again; what handlers do again has no second effect.
/// </summary>
internal sealed class KeyFilter(KeyStore keys, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public static bool Takes(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!Takes(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var header))
        {
            return await next(context);
        }

        var key = header.ToString();
        if (key.Length is 0 or > RequestLimits.IdempotencyKey)
        {
            return Problems.Invalid(Header, $"has {key.Length} characters; expected 1 to {RequestLimits.IdempotencyKey}");
        }

        var vsm = http.Request.Query.TryGetValue("vsm", out var named) ? named.ToString() : VsmInstance.Root;
        var (row, isNew) = await keys.TakeAsync(
            Hash($"{http.Request.Path.Value!.TrimEnd('/')}\n{vsm}\n{key}"), BodyHash(context.Arguments), http.RequestAborted);
        if (!isNew && row.RequestHash != BodyHash(context.Arguments))
        {
            return Problems.Conflict($"Another request was sent with the {Header} '{Text.Cut(key, 80)}'. Use a new key for a new request.");
        }

        http.SetKey(row, isNew);
        return row.Answer is { IsPlan: false } answer ? Again(http, answer) : await DoAsync(context, next, row, isNew);
    }

    private async Task<object?> DoAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, KeyRow row, bool isNew)
    {
        object? result;
        try
        {
            result = await next(context);
        }
        catch (Exception exception) when (isNew && exception is (RefusedRequestException or Bus.MessageTooLargeException))
        {
            await keys.FreeAsync(row);
            throw;
        }

        if (AnswerOf(result) is { } answer)
        {
            await keys.KeepAsync(row, answer);
        }
        else if (isNew && !MayHaveHappened(result))
        {
            await keys.FreeAsync(row);
        }
        else if (!isNew && await keys.AnswerAsync(row.Id, context.HttpContext.RequestAborted) is { } other)
        {
            // The same request was under way, and was first.
            return Again(context.HttpContext, other);
        }

        return result;
    }

    // Whoever did not answer in time may have done it all the same; the key then tells the next try that it is not the first.
    private static bool MayHaveHappened(object? result) => Inner(result) is IStatusCodeHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable };

    private static object? Inner(object? result)
    {
        while (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }

        return result;
    }

    private KeyAnswer? AnswerOf(object? nested)
    {
        var result = Inner(nested);
        if (result is not IStatusCodeHttpResult { StatusCode: { } status and >= 200 and < 300 })
        {
            return null;
        }

        var location = result.GetType().GetProperty("Location")?.GetValue(result) as string;
        return new KeyAnswer(status, location, result is IValueHttpResult { Value: { } value } ? JsonSerializer.Serialize(value, value.GetType(), json.Value.SerializerOptions) : null);
    }

    private static IResult Again(HttpContext http, KeyAnswer answer)
    {
        if (answer.Location is not null)
        {
            http.Response.Headers.Location = answer.Location;
        }

        return answer.Body is null ? TypedResults.StatusCode(answer.Status) : TypedResults.Text(answer.Body, "application/json", statusCode: answer.Status);
    }

    private static string BodyHash(IEnumerable<object?> arguments) =>
        arguments.OfType<IBody>().SingleOrDefault() is { Content: var content }
            ? Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, content.GetType(), JournalJson.Options)))
            : "";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
