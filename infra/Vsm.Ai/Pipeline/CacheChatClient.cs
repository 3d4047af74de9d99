using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>
/// Gives answers again to equal calls of the same asker, where that is set for the model and the call has temperature 0 and no tools, so that neither chance nor
/// effects are lost. Of equal calls at the same time one is made. Answers that refuse, break off or are empty are not kept. Streams are neither kept nor
/// answered: what was given on of one before it broke off cannot be taken back, and who streams wants to see the model at work.
/// </summary>
internal sealed class CacheChatClient(IChatClient inner, ModelName model, ModelTerms terms, AnswerCache answers, ModelTelemetry telemetry) : DelegatingChatClient(inner)
{
    private readonly ConcurrentDictionary<string, Task<byte[]?>> _underWay = new();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is not { Temperature: 0f } || options.Tools is { Count: > 0 } || options.ConversationId is not null || AllowanceChatClient.AskerOf(options) is not { } asker)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        await terms.Ready.WaitAsync(cancellationToken);
        if (terms.CacheAge(model) is not { } age)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var key = KeyOf(asker, sent, options);
        while (true)
        {
            if (answers.Find(key, age) is { } kept)
            {
                return Again(kept);
            }

            var mine = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _underWay.GetOrAdd(key, mine.Task);
            if (first == mine.Task)
            {
                return await CallAsync(sent, options, key, mine, cancellationToken);
            }

            // Who was first may get none, or one that is not kept; then the next one asks.
            if (await first.WaitAsync(cancellationToken) is { } answer)
            {
                return Again(answer);
            }
        }
    }

    private async Task<ChatResponse> CallAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, string key, TaskCompletionSource<byte[]?> mine, CancellationToken cancel)
    {
        byte[]? kept = null;
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancel);
            if (response.FinishReason == ChatFinishReason.Stop && response.Text.Length > 0)
            {
                kept = JsonSerializer.SerializeToUtf8Bytes(response, AIJsonUtilities.DefaultOptions);
                answers.Keep(key, kept);
            }

            return response;
        }
        finally
        {
            _underWay.TryRemove(key, out _);
            mine.SetResult(kept);
        }
    }

    private ChatResponse Again(byte[] kept)
    {
        var response = JsonSerializer.Deserialize<ChatResponse>(kept, AIJsonUtilities.DefaultOptions)!;
        response.Usage = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 };
        (response.AdditionalProperties ??= [])[CachedAnswers.Name] = true;
        telemetry.Hits.Add(1, new KeyValuePair<string, object?>("gen_ai.provider.name", model.Provider), new("gen_ai.request.model", model.Model));
        using var activity = ModelTelemetry.Activities.StartActivity($"chat {model.Model}", ActivityKind.Internal);
        activity?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.provider.name", model.Provider).SetTag("gen_ai.request.model", model.Model)
            .SetTag(CachedAnswers.Name, true);
        return response;
    }

    // All that an answer can depend on.
    private string KeyOf(string asker, IReadOnlyList<ChatMessage> messages, ChatOptions options) => AIJsonUtilities.HashDataToString(
        [
            asker, model.ToString(), options.ModelId, options.Instructions, options.MaxOutputTokens, options.ResponseFormat, options.Seed, options.TopP, options.TopK,
            options.FrequencyPenalty, options.PresencePenalty, options.StopSequences, .. messages,
        ],
        AIJsonUtilities.DefaultOptions);
}
