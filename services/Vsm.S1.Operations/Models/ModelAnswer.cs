using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Ai;

namespace Vsm.S1.Operations.Models;

/// <summary>Takes an answer only if it is one.</summary>
internal static class ModelAnswer
{
    /// <exception cref="ModelException">It is refused, cut off, empty, or not what was asked for.</exception>
    public static string Read(ChatResponse response, string model, ModelParameters parameters)
    {
        if (response.FinishReason == ChatFinishReason.Length)
        {
            throw new ModelException(ModelError.CutOff, $"{model} was cut off after {parameters.OutputTokens} tokens: set the agent's parameter max_output_tokens higher, or ask for less.");
        }

        if (response.Messages.SelectMany(x => x.Contents).OfType<ErrorContent>().FirstOrDefault() is { } refusal)
        {
            throw new ModelException(ModelError.Refused, $"{model} refuses: {refusal.Message}");
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            throw new ModelException(ModelError.Refused, $"The provider's content filter ended the answer of {model}.");
        }

        var text = response.Text.Trim();
        if (text.Length == 0)
        {
            throw new ModelException(ModelError.BadAnswer, response.FinishReason == ChatFinishReason.ToolCalls
                ? $"{model} called a tool that it was not given."
                : $"{model} answered nothing.");
        }

        return parameters.Schema is null ? text : Json(text, model);
    }

    private static string Json(string text, string model)
    {
        // Models that do not know schemas like to fence what they write.
        if (text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line)
        {
            text = text[(line + 1)..^3].Trim();
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException bad)
        {
            throw new ModelException(ModelError.BadAnswer, $"{model} was to answer with JSON and did not: {bad.Message}");
        }
    }
}
