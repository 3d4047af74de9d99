using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vsm.JsonSchemas;

/// <summary>
/// Reads a JSON Schema and refuses what the validator would pass over in silence: a rule that is not looked at would be approved without a ruling.
/// </summary>
internal sealed class SchemaReader
{
    private const int MaxErrors = 10;

    private static readonly FrozenSet<string> Types =
        FrozenSet.Create(StringComparer.Ordinal, "object", "array", "string", "number", "integer", "boolean", "null");

    private static readonly FrozenSet<string> Formats =
        FrozenSet.Create(StringComparer.Ordinal, "date-time", "date", "time", "email", "uri", "ipv4", "ipv6", "uuid", "guid");

    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(StringComparer.Ordinal,
        "$schema", "$id", "id", "$comment", "title", "description", "default", "examples", "definitions", "$defs");

    private static readonly FrozenSet<string> Limits = FrozenSet.Create(StringComparer.Ordinal,
        "required", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties");

    private readonly List<string> _errors = [];

    private readonly Dictionary<string, List<string>> _sameInstance = [];

    public static IReadOnlyList<string> Errors(string schema)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(schema);
        }
        catch (JsonException exception)
        {
            return [$"the schema is not JSON: {exception.Message}"];
        }
        catch (ArgumentException exception)
        {
            return [$"the schema is not JSON: {exception.Message}"];
        }

        var reader = new SchemaReader();
        reader.Read(root, "#");
        reader.FindDeadReferencesAndCircles();
        return [.. reader._errors.Take(MaxErrors)];
    }

    private void Read(JsonNode? node, string pointer)
    {
        _sameInstance[pointer] = [];
        if (node is not JsonObject schema)
        {
            _errors.Add($"at {pointer} there must be a schema that is an object");
            return;
        }

        foreach (var (keyword, value) in schema)
            ReadKeyword(keyword, value, pointer);
        if (schema.ContainsKey("$ref") && schema.Any(x => x.Key != "$ref" && !Annotations.Contains(x.Key)))
            _errors.Add($"at {pointer} what stands beside $ref would not be looked at; put it into allOf");
    }

    private void ReadKeyword(string keyword, JsonNode? value, string pointer)
    {
        var at = $"{pointer}/{Escape(keyword)}";
        switch (keyword)
        {
            case "properties" or "patternProperties" or "definitions" or "$defs":
                ReadEach(value, at, keyword == "patternProperties");
                break;
            case "allOf" or "anyOf" or "oneOf":
                ReadAll(value, at, pointer);
                break;
            case "items" when value is JsonArray:
                ReadAll(value, at, null);
                break;
            case "not":
                _sameInstance[pointer].Add(at);
                Read(value, at);
                break;
            case "items" or "additionalItems" or "additionalProperties":
                if (value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) || keyword == "items")
                    Read(value, at);
                break;
            case "$ref":
                if (value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is ['#', ..] target)
                    _sameInstance[pointer].Add(target);
                else
                    _errors.Add($"{at} must point into this schema (#/definitions/...); others are not fetched");
                break;
            case "type":
                var types = value is JsonArray several ? several : new JsonArray(value?.DeepClone());
                if (types.Count == 0 || types.Any(x => x?.GetValueKind() != JsonValueKind.String || !Types.Contains(x.GetValue<string>())))
                    _errors.Add($"{at} must be of {List(Types)}");
                break;
            case "format":
                if (value?.GetValueKind() != JsonValueKind.String || !Formats.Contains(value.GetValue<string>()))
                    _errors.Add($"{at} is not a format that is checked; known are {List(Formats)}");
                break;
            case "enum":
                if (value is not JsonArray { Count: > 0 })
                    _errors.Add($"{at} must be an array of values");
                break;
            case "pattern":
                ReadPattern(value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "(", at);
                break;
            default:
                if (!Limits.Contains(keyword) && !Annotations.Contains(keyword))
                    _errors.Add($"{at} is a keyword that is not checked");
                break;
        }
    }

    private void ReadEach(JsonNode? value, string at, bool byPattern)
    {
        if (value is not JsonObject schemas)
        {
            _errors.Add($"{at} must be an object of schemas");
            return;
        }

        foreach (var (name, schema) in schemas)
        {
            if (byPattern)
                ReadPattern(name, at);
            Read(schema, $"{at}/{Escape(name)}");
        }
    }

    private void ReadAll(JsonNode? value, string at, string? sameInstanceAs)
    {
        if (value is not JsonArray schemas)
        {
            _errors.Add($"{at} must be an array of schemas");
            return;
        }

        for (var i = 0; i < schemas.Count; i++)
        {
            if (sameInstanceAs is not null)
                _sameInstance[sameInstanceAs].Add($"{at}/{i}");
            Read(schemas[i], $"{at}/{i}");
        }
    }

    private void ReadPattern(string pattern, string at)
    {
        if (!BoundedPattern.TryParse(pattern, out _, out var error))
            _errors.Add($"{at} is not a regular expression: {error}");
    }

    /// <summary>A schema that refers to itself for the same value would be followed for ever.</summary>
    private void FindDeadReferencesAndCircles()
    {
        foreach (var (pointer, targets) in _sameInstance)
        {
            foreach (var target in targets.Where(target => !_sameInstance.ContainsKey(target)))
                _errors.Add($"at {pointer} the reference {(target.Length > 100 ? $"{target[..99]}…" : target)} leads to no schema");
        }

        var done = new HashSet<string>();
        if (_sameInstance.Keys.Any(pointer => IsOnCircle(pointer, done, [])))
            _errors.Add("its references go round in a circle");
    }

    private bool IsOnCircle(string pointer, HashSet<string> done, HashSet<string> path)
    {
        if (!path.Add(pointer))
            return true;
        var found = done.Add(pointer) && _sameInstance.GetValueOrDefault(pointer, []).Any(next => IsOnCircle(next, done, path));
        path.Remove(pointer);
        return found;
    }

    private static string List(IEnumerable<string> items)
    {
        var all = items.Order(StringComparer.Ordinal).ToArray();
        return $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
