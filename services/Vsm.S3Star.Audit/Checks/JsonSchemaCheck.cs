using System.Text.Json;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.S3Star.Audit.Checks.Schemas;
using JsonException = System.Text.Json.JsonException;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class JsonSchemaCheck : IPolicyCheck
{
    // Of two properties with one name a reader sees the last only, so the first would not be judged.
    private static readonly JsonDocumentOptions OneOfEachName = new() { AllowDuplicateProperties = false };

    public CatalogueItem Description { get; } = new()
    {
        Name = "json_schema",
        Description = "The output is one JSON document that is valid against a JSON Schema.",
        Parameters =
        [
            new() { Name = "schema", Description = "the schema's text (draft 4 and const; references only within it)", Type = "text", Required = true },
        ],
    };

    public IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> parameters)
    {
        var errors = ParameterRules.Errors(Description, parameters);
        return errors.Count > 0
            ? errors
            : [.. SchemaErrors(parameters["schema"]).Select(error => $"json_schema: in the parameter 'schema' {error}.")];
    }

    private static IReadOnlyList<string> SchemaErrors(string schema)
    {
        var errors = SchemaReader.Errors(schema);
        if (errors.Count > 0)
            return errors;

        try
        {
            // Nothing is fetched, so this ends at once.
            JsonSchema.FromJsonAsync(BoundedSchema.From(schema, []).Json).GetAwaiter().GetResult();
            return [];
        }
        catch (Exception exception) when (exception is Newtonsoft.Json.JsonException or InvalidOperationException or FormatException)
        {
            return [$"a value is not what its keyword takes: {Text.Cut(exception.Message, 200)}"];
        }
    }

    public string ReadAs(IReadOnlyDictionary<string, string> parameters)
    {
        using var schema = JsonDocument.Parse(parameters["schema"]);
        var title = schema.RootElement.TryGetProperty("title", out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        return title is null ? "JSON that is valid against the policy's schema" : $"JSON that is valid against the schema \"{Text.Cut(title, 100)}\"";
    }

    public async ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        HashSet<string> names = [];
        try
        {
            // Newtonsoft.Json is lenient (comments, single quotes), so what is JSON is decided by the strict reader.
            using var document = JsonDocument.Parse(packet.Output, OneOfEachName);
            CollectNames(document.RootElement, names);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return CheckResult.Violated($"The output is not JSON: {exception.Message}", OutputEvidence.Whole(packet.Output));
        }

        try
        {
            var bounded = BoundedSchema.From(parameters["schema"], names);
            var schema = await JsonSchema.FromJsonAsync(bounded.Json, cancellationToken);
            var errors = schema.Validate(Read(packet.Output), bounded.Settings);
            return errors.Count == 0
                ? CheckResult.NotViolated("The output is valid.")
                : CheckResult.Violated(Describe(errors), Evidence(packet.Output, errors));
        }
        catch (RegexMatchTimeoutException)
        {
            return PolicyPattern.TimedOut();
        }
    }

    private static JToken Read(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.Load(reader);
    }

    private static string Describe(ICollection<ValidationError> errors)
    {
        var first = errors.Take(OutputEvidence.MaxItems).Select(error => $"{error.Kind} at {Text.Cut(error.Path ?? "#/", 100)}");
        var rest = errors.Count > OutputEvidence.MaxItems ? $" and {errors.Count - OutputEvidence.MaxItems} more" : "";
        return $"The output has {Text.Count(errors.Count, "fault")}: {string.Join(", ", first)}{rest}.";
    }

    /// <summary>The validator tells line and column at which a value's reading ended: the evidence is that line up to there.</summary>
    private static IReadOnlyList<Evidence> Evidence(string output, ICollection<ValidationError> errors) =>
    [
        .. errors.Where(error => error.HasLineInfo).Take(OutputEvidence.MaxItems).Select(error => LineUpTo(output, error.LineNumber, error.LinePosition)).Distinct(),
    ];

    private static Evidence LineUpTo(string output, int line, int column)
    {
        var start = 0;
        for (var current = 1; current < line && start < output.Length; start++)
        {
            if (output[start] == '\n' || (output[start] == '\r' && (start + 1 == output.Length || output[start + 1] != '\n')))
                current++;
        }

        var end = Math.Min(output.Length, start + column);
        return OutputEvidence.Range(output, Math.Max(start, end - OutputEvidence.MaxText), end);
    }

    private static void CollectNames(JsonElement element, HashSet<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                CollectNames(item, names);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                names.Add(property.Name);
                CollectNames(property.Value, names);
            }
        }
    }
}
