using System.Text.Json;
using System.Text.RegularExpressions;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.JsonSchemas;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Models;

/// <summary>The parameters that agents of kind <c>llm</c> honour.</summary>
internal sealed record ModelParameters
{
    private const string MaxSentences = "max_sentences";
    private const string MaxWords = "max_words";
    private const string MaxOutputTokens = "max_output_tokens";
    private const string TemperatureName = "temperature";
    private const string ResponseSchema = "response_schema";
    private const int StandardOutputTokens = 2048;
    private const int MostOutputTokens = 100_000;
    private const int HighestTemperature = 2;

    public static IReadOnlyList<CatalogueParameter> All { get; } =
    [
        Parameter.Integer(MaxSentences, "How many sentences an answer may have; the model is told."),
        Parameter.Integer(MaxWords, "How many words an answer may have; the model is told."),
        Parameter.Integer(MaxOutputTokens, "How many tokens an answer may have.", "2048"),
        Parameter.Text(TemperatureName, "0 to 2; without it, the provider's."),
        Parameter.Text(ResponseSchema, "A JSON schema (draft 4 and const) that the answer has to fit."),
        Parameter.Flag(PipelineParameters.RedactPersonalData, "Replaces personal data in the answer by its kind; the model is told, too."),
        Parameter.Pattern(PipelineParameters.RedactPattern, "Replaces what matches in the answer by [redacted]; the model is told, too."),
    ];

    public required int OutputTokens { get; init; }

    public float? Temperature { get; init; }

    public JsonElement? Schema { get; init; }

    /// <summary>The same, for answers to be held against.</summary>
    public CheckedSchema? Rules { get; init; }

    public required Redaction Redaction { get; init; }

    /// <summary>The task's parameters and the agent's, of which the latter win.</summary>
    /// <exception cref="FunctionException">A value is bad.</exception>
    public static ModelParameters Read(AgentConfiguration agent, IReadOnlyDictionary<string, string> task)
    {
        var values = All.Select(x => (x.Name, Value: agent.Parameters.GetValueOrDefault(x.Name) ?? task.GetValueOrDefault(x.Name)))
            .Where(x => x.Value is not null).ToDictionary(x => x.Name, x => x.Value!);
        var arguments = new FunctionArguments(values);
        arguments.OptionalInteger(MaxSentences, 1, int.MaxValue);
        arguments.OptionalInteger(MaxWords, 1, int.MaxValue);
        var schema = ReadSchema(arguments);
        return new ModelParameters
        {
            OutputTokens = arguments.OptionalInteger(MaxOutputTokens, 1, MostOutputTokens) ?? StandardOutputTokens,
            Temperature = ReadTemperature(arguments),
            Schema = schema,
            Rules = schema is { } rules ? CheckedSchema.Of(rules.GetRawText()) : null,
            Redaction = Redaction.From(arguments),
        };
    }

    /// <summary>The answer without what it must not hold.</summary>
    public string Redact(string answer)
    {
        try
        {
            return Redaction.Apply(answer);
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw FunctionArguments.TooSlow(PipelineParameters.RedactPattern, slow);
        }
    }

    private static float? ReadTemperature(FunctionArguments arguments) => arguments.Text(TemperatureName) switch
    {
        null => null,
        { } text when float.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && value <= HighestTemperature => value,
        { } text => throw FunctionException.ForParameter(TemperatureName, $"'{text}' is not a number from 0 to {HighestTemperature}."),
    };

    private static JsonElement? ReadSchema(FunctionArguments arguments)
    {
        if (arguments.Text(ResponseSchema) is not { } text)
        {
            return null;
        }

        try
        {
            var schema = JsonElement.Parse(text);
            return schema.ValueKind != JsonValueKind.Object ? throw FunctionException.ForParameter(ResponseSchema, "is JSON but no object, which a schema is.")
                : CheckedSchema.Errors(text) is { Count: > 0 } errors ? throw FunctionException.ForParameter(ResponseSchema, $"cannot be used: {string.Join("; ", errors)}.")
                : schema;
        }
        catch (JsonException bad)
        {
            throw FunctionException.ForParameter(ResponseSchema, $"is not JSON: {bad.Message}", bad);
        }
    }
}
