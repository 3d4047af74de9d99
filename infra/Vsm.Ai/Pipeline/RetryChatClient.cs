using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Vsm.Ai.Pipeline;

/// <summary>Calls again what may pass, a bounded number of times. A stream is begun again only while nothing of it was given on.</summary>
internal sealed partial class RetryChatClient(IChatClient inner, ModelName model, AiOptions options, TimeProvider clock, ILogger logger) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (ModelException exception) when (PauseAfter(exception, retry) is { } pause)
            {
                await PauseAsync(exception, pause, cancellationToken);
            }
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var retry = 0; ; retry++)
        {
            await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool any;
            try
            {
                any = await updates.MoveNextAsync();
            }
            catch (ModelException exception) when (PauseAfter(exception, retry) is { } pause)
            {
                await PauseAsync(exception, pause, cancellationToken);
                continue;
            }

            for (; any; any = await updates.MoveNextAsync())
            {
                yield return updates.Current;
            }

            yield break;
        }
    }

    /// <returns>Null: it is not tried again.</returns>
    private TimeSpan? PauseAfter(ModelException exception, int retry)
    {
        if (!exception.MayPass || exception.Waited || retry >= options.Retries || exception.RetryAfter > options.LongestPause)
        {
            return null;
        }

        var own = options.RetryPause * Math.Pow(2, retry);
        return exception.RetryAfter ?? (own < options.LongestPause ? own : options.LongestPause);
    }

    private async Task PauseAsync(ModelException exception, TimeSpan pause, CancellationToken cancel)
    {
        LogRetry(model.ToString(), exception.Error, pause);
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, clock, cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} gave no answer ({Error}) and is called again after {Pause}")]
    private partial void LogRetry(string model, ModelError error, TimeSpan pause);
}
