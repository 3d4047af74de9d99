using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Models;

/// <summary>What a model said: one of calls to be done, an answer, or something that cannot be used.</summary>
internal sealed record ModelTurn
{
    private const int MostFaults = 10;

    public IReadOnlyList<FunctionCallContent> Calls { get; private init; } = [];

    public string? Answer { get; private init; }

    /// <summary>Why it cannot be used, for the model to mend.</summary>
    public string? Fault { get; private init; }

    /// <summary>As the conversation goes on with it.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; private init; } = [];

    /// <exception cref="ModelException">It is refused or cut off, which asking again does not mend.</exception>
    public static async Task<ModelTurn> ReadAsync(ChatResponse response, string model, ModelParameters parameters, bool tools, CancellationToken cancel)
    {
        // One without anything in it is no message to a provider.
        IReadOnlyList<ChatMessage> messages = [.. response.Messages.Where(x => x.Text.Length > 0 || x.Contents.OfType<FunctionCallContent>().Any())];
        IReadOnlyList<FunctionCallContent> calls = [.. response.Messages.SelectMany(x => x.Contents).OfType<FunctionCallContent>()];
        if (tools && calls.Count > 0 && response.FinishReason != ChatFinishReason.Length)
        {
            return new ModelTurn { Calls = calls, Messages = messages };
        }

        // What was called without a tool being there has no result, and providers want one for each call.
        messages = calls.Count > 0 ? [] : messages;
        try
        {
            var answer = ModelAnswer.Read(response, model, parameters);
            return await FaultAsync(answer, parameters, cancel) is { } fault
                ? new ModelTurn { Fault = $"{model} was to answer with JSON that fits response_schema and did not: {fault}.", Messages = messages }
                : new ModelTurn { Answer = parameters.Redact(answer), Messages = messages };
        }
        catch (ModelException bad) when (bad.Error == ModelError.BadAnswer)
        {
            return new ModelTurn { Fault = bad.Message, Messages = messages };
        }
    }

    private static async Task<string?> FaultAsync(string answer, ModelParameters parameters, CancellationToken cancel)
    {
        if (parameters.Rules is not { } rules)
        {
            return null;
        }

        try
        {
            var faults = await rules.FindAsync(answer, cancel);
            return faults.Count == 0 ? null : string.Join("; ", faults.Take(MostFaults)) + (faults.Count > MostFaults ? $"; and {faults.Count - MostFaults} more" : "");
        }
        catch (System.Text.Json.JsonException bad)
        {
            return bad.Message.TrimEnd('.');
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw FunctionArguments.TooSlow("response_schema", slow);
        }
    }
}
