using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace Vsm.JsonSchemas;

/// <summary>
/// A schema made safe to validate hostile output with. NJsonSchema runs patterns without a time limit, so each becomes a format of our own with one, and
/// the patterns of properties become the names in the output that they match; <c>const</c>, which it does not know, becomes <c>enum</c>, and that is typed.
/// </summary>
internal sealed class BoundedSchema
{
    private readonly IReadOnlyCollection<string> _names;

    private BoundedSchema(IReadOnlyCollection<string> names) => _names = names;

    public JsonSchemaValidatorSettings Settings { get; } = new();

    public string Json { get; private set; } = "";

    /// <param name="schema">A schema that <see cref="SchemaReader"/> found no fault with.</param>
    /// <param name="names">The names of all properties in the output.</param>
    /// <exception cref="RegexMatchTimeoutException">A pattern of properties took too long.</exception>
    public static BoundedSchema From(string schema, IReadOnlyCollection<string> names)
    {
        var bounded = new BoundedSchema(names);
        var root = JsonNode.Parse(schema)!.AsObject();
        bounded.Rewrite(root);
        bounded.Json = root.ToJsonString();
        return bounded;
    }

    private void Rewrite(JsonObject schema)
    {
        foreach (var (keyword, value) in schema.ToList())
        {
            switch (keyword)
            {
                case "properties" or "definitions" or "$defs":
                    RewriteAll(value!.AsObject().Select(x => x.Value));
                    break;
                case "patternProperties":
                    RewriteAll(value!.AsObject().Select(x => x.Value));
                    schema[keyword] = ByName(value.AsObject());
                    break;
                case "allOf" or "anyOf" or "oneOf" or "items" when value is JsonArray several:
                    RewriteAll(several);
                    break;
                case "items" or "additionalItems" or "additionalProperties" or "not" when value is JsonObject single:
                    Rewrite(single);
                    break;
            }
        }

        if (schema.Remove("const", out var only))
            Require(schema, Enumeration(new JsonArray(only)));
        if (schema.Remove("enum", out var values))
            Require(schema, Enumeration(values!.AsArray()));
        if (schema.Remove("pattern", out var pattern))
            Require(schema, new JsonObject { ["format"] = FormatFor(pattern!.GetValue<string>()) });
    }

    /// <summary>NJsonSchema compares values as text, so the types are required beside them: 5 is not "5".</summary>
    private static JsonObject Enumeration(JsonArray values)
    {
        var types = values.Select(value => value?.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        }).Distinct();
        return new JsonObject { ["enum"] = values.DeepClone(), ["type"] = new JsonArray([.. types.Select(type => (JsonNode)type)]) };
    }

    private void RewriteAll(IEnumerable<JsonNode?> schemas)
    {
        foreach (var schema in schemas.OfType<JsonObject>().ToList())
            Rewrite(schema);
    }

    private static void Require(JsonObject schema, JsonObject rule)
    {
        if (schema["allOf"] is JsonArray all)
            all.Add(rule);
        else
            schema["allOf"] = new JsonArray(rule);
    }

    private JsonObject ByName(JsonObject schemasByPattern)
    {
        var byName = new JsonObject();
        foreach (var (pattern, schema) in schemasByPattern)
        {
            var regex = BoundedPattern.Parse(pattern);
            var alternatives = string.Join('|', _names.Where(name => regex.IsMatch(name)).Select(Regex.Escape));
            if (alternatives.Length > 0)
                byName[$@"\A(?:{alternatives})\z"] = schema?.DeepClone();
        }

        return byName;
    }

    private string FormatFor(string pattern)
    {
        var validator = new PatternFormat($"vsm-pattern-{Settings.FormatValidators.Count()}", BoundedPattern.Parse(pattern));
        Settings.AddCustomFormatValidator(validator);
        return validator.Format;
    }

    private sealed class PatternFormat(string format, Regex regex) : IFormatValidator
    {
        public string Format => format;

        public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.PatternMismatch;

        public bool IsValid(string value, JTokenType tokenType) => regex.IsMatch(value);
    }
}
