using System.Text.Json.Nodes;

namespace Vsm.Contracts.Tests;

internal static class RecordedJson
{
    /// <summary>What is said in one text and not in another, or differently there; what the other says besides is no matter.</summary>
    public static IEnumerable<string> Lost(JsonNode? said, JsonNode? read, string at = "$") => (said, read) switch
    {
        (null, _) => [],
        (JsonObject before, JsonObject after) => before.SelectMany(x => Lost(x.Value, after[x.Key], $"{at}.{x.Key}")),
        (JsonArray before, JsonArray after) => before.SelectMany((x, i) => Lost(x, i < after.Count ? after[i] : null, $"{at}[{i}]")),
        _ when JsonNode.DeepEquals(said, read) => [],
        _ => [$"{at}: {said.ToJsonString()} became {read?.ToJsonString() ?? "nothing"}"],
    };
}
