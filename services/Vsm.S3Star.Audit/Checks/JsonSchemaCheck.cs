using System.Text.Json;
using System.Text.RegularExpressions;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.JsonSchemas;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class JsonSchemaCheck : IPolicyCheck
{
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
            : [.. CheckedSchema.Errors(parameters["schema"]).Select(error => $"json_schema: in the parameter 'schema' {error}.")];
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
        try
        {
            var faults = await CheckedSchema.Of(parameters["schema"]).FindAsync(packet.Output, cancellationToken);
            return faults.Count == 0
                ? CheckResult.NotViolated("The output is valid.")
                : CheckResult.Violated(Describe(faults), Evidence(packet.Output, faults));
        }
        catch (JsonException exception)
        {
            return CheckResult.Violated($"The output is not JSON: {exception.Message}", OutputEvidence.Whole(packet.Output));
        }
        catch (RegexMatchTimeoutException)
        {
            return PolicyPattern.TimedOut();
        }
    }

    private static string Describe(IReadOnlyList<SchemaFault> faults)
    {
        var first = faults.Take(OutputEvidence.MaxItems).Select(fault => $"{fault.Kind} at {Text.Cut(fault.Path, 100)}");
        var rest = faults.Count > OutputEvidence.MaxItems ? $" and {faults.Count - OutputEvidence.MaxItems} more" : "";
        return $"The output has {Text.Count(faults.Count, "fault")}: {string.Join(", ", first)}{rest}.";
    }

    /// <summary>The validator tells line and column at which a value's reading ended: the evidence is that line up to there.</summary>
    private static IReadOnlyList<Evidence> Evidence(string output, IReadOnlyList<SchemaFault> faults) =>
    [
        .. faults.Where(fault => fault.Place is not null).Take(OutputEvidence.MaxItems).Select(fault => LineUpTo(output, fault.Place!.Value.Line, fault.Place.Value.Column)).Distinct(),
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
}
