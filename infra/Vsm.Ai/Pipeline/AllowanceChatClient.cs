using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>Has the calls of a piece of work paid from its allowance: it goes with the options down to where each try is made.</summary>
internal sealed class AllowanceChatClient(IChatClient inner, Payment payment) : DelegatingChatClient(inner)
{
    private const string Name = "vsm.allowance";

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Put(options), cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, Put(options), cancellationToken);

    /// <summary>Takes the allowance out again, so that no provider is sent anything of it.</summary>
    public static Payment? Take(ref ChatOptions? options)
    {
        if (options?.AdditionalProperties is not { } properties || !properties.TryGetValue(Name, out var value))
        {
            return null;
        }

        options = options.Clone();
        options.AdditionalProperties!.Remove(Name);
        return value as Payment;
    }

    /// <summary>Whom a call is for.</summary>
    public static string? AskerOf(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Name, out var value) == true && value is Payment { Allowance.Asker: var asker } ? asker : null;

    private ChatOptions Put(ChatOptions? options)
    {
        options = options?.Clone() ?? new ChatOptions();
        (options.AdditionalProperties ??= [])[Name] = payment;
        return options;
    }
}
