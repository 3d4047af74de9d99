using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vsm.Cli.Organisation;

namespace Vsm.Cli.Client;

/// <summary>Turns an answer that refuses into a message and an exit code.</summary>
internal static class ProblemText
{
    public static CliException From(HttpResponseMessage response, string body, DateTimeOffset now)
    {
        var (status, message) = (response.StatusCode, Message(body));
        var code = status switch
        {
            HttpStatusCode.NotFound => ExitCodes.NotFound,
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => ExitCodes.Usage,
            >= HttpStatusCode.InternalServerError => ExitCodes.Failed,
            _ => ExitCodes.Refused,
        };
        return new CliException(code, message ?? $"the server answered {(int)status} {response.ReasonPhrase}")
        {
            MayPass = MayPass(response), RetryAfter = RetryAfter(response.Headers.RetryAfter, now),
        };
    }

    // A gateway's own trouble may pass; what the server says of one behind it, in problem details, stays so unless it says when to ask again.
    private static bool MayPass(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
            response.Headers.RetryAfter is not null || response.Content.Headers.ContentType?.MediaType != "application/problem+json",
        _ => false,
    };

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? header?.Date - now;
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static string? Message(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var lines = new List<string>();
            if ((Text(document.RootElement, "detail") ?? Text(document.RootElement, "title")) is { } text)
            {
                lines.Add(Show.Short(text, 2000));
            }

            if (document.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            {
                lines.AddRange(errors.EnumerateObject().Take(50).Select(x => $"  {Show.Short(x.Name)}: {Show.Short(Joined(x.Value), 500)}"));
            }

            return lines.Count == 0 ? null : string.Join(Environment.NewLine, lines);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Joined(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join("; ", value.EnumerateArray().Select(x => x.ToString()))
        : value.ToString();
}
