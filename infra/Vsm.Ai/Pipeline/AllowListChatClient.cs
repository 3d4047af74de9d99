using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>Lets calls of allowed models through, and no others.</summary>
internal sealed class AllowListChatClient(IChatClient inner, ModelName model, ModelTerms terms) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await CheckAsync(options, cancellationToken);
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CheckAsync(options, cancellationToken);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
        }
    }

    private async ValueTask CheckAsync(ChatOptions? options, CancellationToken cancel)
    {
        if (!terms.Ready.IsCompleted)
        {
            await terms.Ready.WaitAsync(cancel);
        }

        var asked = options?.ModelId is { } other ? model with { Model = other } : model;
        if (terms.Allowed.Against(asked) is { } reason)
        {
            throw new ModelException(ModelError.NotAllowed, reason);
        }
    }
}
