using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>Lets calls of allowed models through, and no others.</summary>
internal sealed class AllowListChatClient(IChatClient inner, ModelName model, AllowedModels allowed) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(options);
        return base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(options);
        return base.GetStreamingResponseAsync(messages, options, cancellationToken);
    }

    private void Check(ChatOptions? options)
    {
        var asked = options?.ModelId is { } other ? model with { Model = other } : model;
        if (allowed.Against(asked) is { } reason)
        {
            throw new ModelException(ModelError.NotAllowed, reason);
        }
    }
}
