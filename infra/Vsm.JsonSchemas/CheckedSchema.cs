using System.Text.Json;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using JsonException = System.Text.Json.JsonException;

namespace Vsm.JsonSchemas;

/// <summary>A JSON schema (draft 4 and const; references only within it) of which every rule is looked at, on documents that may be hostile.</summary>
public sealed class CheckedSchema
{
    // Of two properties with one name a reader sees the last only, so the first would not be looked at.
    private static readonly JsonDocumentOptions OneOfEachName = new() { AllowDuplicateProperties = false };
    private readonly string _schema;

    private CheckedSchema(string schema) => _schema = schema;

    /// <summary>What is wrong with a schema, or in it is not looked at; none: it can be used.</summary>
    public static IReadOnlyList<string> Errors(string schema)
    {
        var errors = SchemaReader.Errors(schema);
        if (errors.Count > 0)
        {
            return errors;
        }

        try
        {
            // Nothing is fetched, so this ends at once.
            JsonSchema.FromJsonAsync(BoundedSchema.From(schema, []).Json).GetAwaiter().GetResult();
            return [];
        }
        catch (Exception exception) when (exception is Newtonsoft.Json.JsonException or InvalidOperationException or FormatException)
        {
            return [$"a value is not what its keyword takes: {(exception.Message.Length > 200 ? $"{exception.Message[..199]}…" : exception.Message)}"];
        }
    }

    /// <summary>A schema that has no errors.</summary>
    public static CheckedSchema Of(string schema) => new(schema);

    /// <summary>Where a document does not fit; none: it fits.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="RegexMatchTimeoutException">A pattern took too long.</exception>
    public async Task<IReadOnlyList<SchemaFault>> FindAsync(string json, CancellationToken cancellationToken)
    {
        var bounded = BoundedSchema.From(_schema, Names(json));
        var schema = await JsonSchema.FromJsonAsync(bounded.Json, cancellationToken);
        return [.. schema.Validate(Read(json), bounded.Settings).SelectMany(Flat).DistinctBy(x => (x.Kind, x.Path)).Select(Advices.Of)];
    }

    // Newtonsoft.Json is lenient (comments, single quotes), so what is JSON is decided by the strict reader.
    private static HashSet<string> Names(string json)
    {
        HashSet<string> names = [];
        try
        {
            using var document = JsonDocument.Parse(json, OneOfEachName);
            Collect(document.RootElement, names);
            return names;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private static void Collect(JsonElement element, HashSet<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, names);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                names.Add(property.Name);
                Collect(property.Value, names);
            }
        }
    }

    private static JToken Read(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.Load(reader);
    }

    // Rules that were moved into allOf are told as their own.
    private static IEnumerable<ValidationError> Flat(ValidationError error) =>
        error is ChildSchemaValidationError { Kind: ValidationErrorKind.NotAllOf } all ? all.Errors.Values.SelectMany(x => x).SelectMany(Flat) : [error];
}
