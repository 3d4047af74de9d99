using System.Net;
using System.Text.Json;
using Vsm.Cli.Organisation;

namespace Vsm.Cli.Client;

/// <summary>Turns an answer that refuses into a message and an exit code.</summary>
internal static class ProblemText
{
    public static CliException From(HttpStatusCode status, string? reason, string body)
    {
        var code = status switch
        {
            HttpStatusCode.NotFound => ExitCodes.NotFound,
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => ExitCodes.Usage,
            >= HttpStatusCode.InternalServerError => ExitCodes.Failed,
            _ => ExitCodes.Refused,
        };
        return new CliException(code, Message(body) ?? $"the server answered {(int)status} {reason}") { MayPass = status == HttpStatusCode.ServiceUnavailable };
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
