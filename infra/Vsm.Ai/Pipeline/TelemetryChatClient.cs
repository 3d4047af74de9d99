using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>Tells every call to OpenTelemetry.</summary>
internal sealed class TelemetryChatClient(IChatClient inner, ModelName model, Uri? address, ModelTelemetry telemetry, TimeProvider clock)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var call = new MeasuredCall(telemetry, model, address, options, clock);
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            call.Answered(response);
            return response;
        }
        catch (Exception exception)
        {
            call.Failed(exception);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = new MeasuredCall(telemetry, model, address, options, clock);
        var answer = new ChatResponse();
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync())
        {
            Note(answer, updates.Current);
            yield return updates.Current;
        }

        call.Answered(answer);

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (Exception exception)
            {
                call.Failed(exception);
                throw;
            }
        }
    }

    private static void Note(ChatResponse answer, ChatResponseUpdate update)
    {
        answer.ResponseId ??= update.ResponseId;
        answer.ModelId ??= update.ModelId;
        answer.FinishReason ??= update.FinishReason;
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            (answer.Usage ??= new UsageDetails()).Add(usage.Details);
        }
    }
}
