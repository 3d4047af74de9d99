using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>Lets each try wait for the rate of its model, and tells the others when the provider has too many requests.</summary>
internal sealed class RateLimitChatClient(IChatClient inner, ModelGate gate, ModelTerms terms) : DelegatingChatClient(inner)
{
    // Of plain text; what it really was is known after the call.
    private const int BytesPerToken = 4;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var entry = await EnterAsync(sent, options, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(sent, options, cancellationToken);
            Correct(entry, response.Usage);
            return response;
        }
        catch (ModelException failure)
        {
            Note(failure, entry);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var entry = await EnterAsync(sent, options, cancellationToken);
        UsageDetails? usage = null;
        await using var updates = base.GetStreamingResponseAsync(sent, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync())
        {
            foreach (var counted in updates.Current.Contents.OfType<UsageContent>())
            {
                (usage ??= new UsageDetails()).Add(counted.Details);
            }

            yield return updates.Current;
        }

        Correct(entry, usage);

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (ModelException failure)
            {
                Note(failure, entry);
                throw;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gate.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<MinuteWindow.Entry?> EnterAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancel)
    {
        if (!terms.Ready.IsCompleted)
        {
            await terms.Ready.WaitAsync(cancel);
        }

        var tokens = terms.CountsTokens ? (LargestCall.InputTokens(messages, options ?? new ChatOptions()) / BytesPerToken) + (options?.MaxOutputTokens ?? 0) : 0;
        return await gate.EnterAsync(tokens, cancel);
    }

    private void Correct(MinuteWindow.Entry? entry, UsageDetails? usage)
    {
        if (entry is not null && usage is { InputTokenCount: { } input, OutputTokenCount: { } output })
        {
            gate.Correct(entry, input + output);
        }
    }

    private void Note(ModelException failure, MinuteWindow.Entry? entry)
    {
        if (failure is { Error: ModelError.RateLimited, RetryAfter: { } pause })
        {
            gate.Pause(pause);
        }

        if (entry is not null && (failure.NotSent || failure.Error is ModelError.NoPrice or ModelError.CallTooDear or ModelError.OverBudget))
        {
            gate.TakeBack(entry);
        }
    }
}
