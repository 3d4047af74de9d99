using System.Text.Json.Nodes;
using Vsm.JsonSchemas;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>Makes rules of a server's schema that arguments can be held against here: the whole, or as much of it as is known here. The server has the rest.</summary>
internal static class McpSchema
{
    public const int MostBytes = 64 * 1024;
    private const int MostLevels = 20;
    private const string Anything = """{ "type": "object" }""";

    private static readonly HashSet<string> Plain =
        ["required", "enum", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];

    public static CheckedSchema Rules(string schema)
    {
        if (CheckedSchema.Errors(schema).Count == 0)
        {
            return CheckedSchema.Of(schema);
        }

        var reduced = Reduced(JsonNode.Parse(schema) as JsonObject ?? [], 0).ToJsonString();
        return CheckedSchema.Of(CheckedSchema.Errors(reduced).Count == 0 ? reduced : Anything);
    }

    private static JsonObject Reduced(JsonObject schema, int level)
    {
        var reduced = new JsonObject();
        foreach (var (keyword, value) in level < MostLevels ? schema : [])
        {
            if (Plain.Contains(keyword) || (keyword == "type" && value is JsonValue or JsonArray) || (keyword == "additionalProperties" && value is JsonValue))
            {
                reduced[keyword] = value?.DeepClone();
            }
            else if (keyword == "properties" && value is JsonObject properties)
            {
                reduced[keyword] = new JsonObject(properties.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Reduced(x.Value as JsonObject ?? [], level + 1))));
            }
            else if (keyword is "items" or "additionalProperties" && value is JsonObject each)
            {
                reduced[keyword] = Reduced(each, level + 1);
            }
        }

        return reduced;
    }
}
