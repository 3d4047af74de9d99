using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Vsm.Hosting.Settings;

namespace Vsm.Ai.Pipeline;

/// <summary>Ends a call that takes too long, and a stream that is silent for too long.</summary>
internal sealed class CallLimitChatClient(IChatClient inner, ModelName model, ModelTerms terms, TimeProvider clock) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var limit = terms.CallLimit;
        using var timer = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await base.GetResponseAsync(messages, options, stop.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(limit);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var limit = terms.CallLimit;
        using var timer = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        await using var updates = base.GetStreamingResponseAsync(messages, options, stop.Token).GetAsyncEnumerator(stop.Token);
        while (await NextAsync())
        {
            // Who reads slowly is not the provider's fault.
            timer.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return updates.Current;
            timer.CancelAfter(limit);
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw TimedOut(limit);
            }
        }
    }

    private ModelException TimedOut(TimeSpan limit) =>
        new(ModelError.TimedOut, $"{model} did not answer within {limit:c}, the limit of {AiOptions.Section}:{nameof(AiOptions.CallLimit)} or the setting {SettingNames.CallLimit}.");
}
