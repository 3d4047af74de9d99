using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Web;

/// <summary>Text from the hosts that an agent may reach.</summary>
internal sealed class WebFetchTool(WebGate gate, AllowedHosts hosts) : AgentTool(ToolNames.WebFetch, Schema)
{
    private const int BodyBytes = ToolLimits.ResultBytes - 4_096;
    private const string Schema = """
        {
          "type": "object",
          "properties": { "url": { "type": "string", "minLength": 1, "maxLength": 2048, "description": "Such as https://example.org/page." } },
          "required": ["url"],
          "additionalProperties": false
        }
        """;

    public override ToolLevel LevelOf(JsonElement arguments) => ToolLevel.Read;

    protected override async Task<string> RunAsync(JsonElement arguments, CancellationToken cancel)
    {
        var address = hosts.Check(Read(arguments.GetProperty("url").GetString()!, null));
        for (var redirects = 0; ; redirects++)
        {
            using var response = await gate.GetAsync(address, cancel);
            if (response.StatusCode is not (System.Net.HttpStatusCode.MovedPermanently or System.Net.HttpStatusCode.Found or System.Net.HttpStatusCode.SeeOther
                    or System.Net.HttpStatusCode.TemporaryRedirect or System.Net.HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } target)
            {
                return await TextAsync(address, response, cancel);
            }

            if (redirects == ToolLimits.Redirects)
            {
                throw new ToolException($"{address.Authority} sends on more than {ToolLimits.Redirects} times.");
            }

            var next = hosts.Check(Read(target.OriginalString, address));
            address = address.Scheme == "https" && next.Scheme != "https" ? throw new ToolException($"{address.Authority} sends on to an address without https.") : next;
        }
    }

    private static Uri Read(string text, Uri? from) =>
        (from is null ? Uri.TryCreate(text, UriKind.Absolute, out var address) : Uri.TryCreate(from, text, out address)) ? address : throw new ToolException("That is no address; write it as https://example.org/page.");

    private static async Task<string> TextAsync(Uri address, HttpResponseMessage response, CancellationToken cancel)
    {
        var type = response.Content.Headers.ContentType;
        if (response.Content.Headers.ContentLength is not 0 && !IsText(type))
        {
            throw new ToolException($"{address.Authority} answered {(int)response.StatusCode} with {type?.MediaType ?? "something of no type"}; only text can be read.");
        }

        var (body, more) = await BodyAsync(response, cancel);
        var encoding = string.Equals(type?.CharSet?.Trim('"'), "iso-8859-1", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Encoding.UTF8;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {address}\n\n").Append(encoding.GetString(more ? BoundedText.Whole(body) : body));
        if (more)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[Cut: these are the first {BodyBytes} bytes.]");
        }

        return response.IsSuccessStatusCode ? text.ToString() : throw new ToolException(BoundedText.Of(text.ToString()));
    }

    private static async Task<(byte[] Body, bool More)> BodyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            var body = new byte[BodyBytes + 1];
            var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel);
            return (body[..Math.Min(read, BodyBytes)], read > BodyBytes);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new ToolException("The answer broke off.", broken);
        }
    }

    private static bool IsText(MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant() is { } name
        && (name.StartsWith("text/", StringComparison.Ordinal) || name is "application/json" or "application/xml" or "application/x-ndjson"
            || name.EndsWith("+json", StringComparison.Ordinal) || name.EndsWith("+xml", StringComparison.Ordinal));
}
