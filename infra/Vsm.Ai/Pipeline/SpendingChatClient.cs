using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>
/// Pays each try from the allowance that came with it, if one did. Each try, as one that is given up for being late may be billed as well as the one that
/// is answered.
/// </summary>
internal sealed class SpendingChatClient(IChatClient inner, ModelName model) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (AllowanceChatClient.Take(ref options) is not { } payment)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var (allowance, hold) = (payment.Allowance, await payment.ReserveAsync(Asked(options), sent, options!));
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(sent, options, cancellationToken);
        }
        catch (Exception failure)
        {
            Book(allowance, hold, failure);
            throw;
        }

        allowance.Settle(hold, response.Usage);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var payment = AllowanceChatClient.Take(ref options);
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var hold = payment is null ? null : await payment.ReserveAsync(Asked(options), sent, options!);
        UsageDetails? usage = null;
        Exception? failed = null;
        var updates = base.GetStreamingResponseAsync(sent, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync())
            {
                foreach (var counted in updates.Current.Contents.OfType<UsageContent>())
                {
                    (usage ??= new UsageDetails()).Add(counted.Details);
                }

                yield return updates.Current;
            }
        }
        finally
        {
            // Also when the reader leaves off: what was sent is paid.
            Book();
            await updates.DisposeAsync();
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (Exception failure)
            {
                failed = failure;
                throw;
            }
        }

        void Book()
        {
            if (payment is null || hold is null)
            {
                return;
            }

            if (failed is not null && usage is null)
            {
                SpendingChatClient.Book(payment.Allowance, hold, failed);
            }
            else
            {
                payment.Allowance.Settle(hold, usage);
            }
        }
    }

    private static void Book(Allowance allowance, Allowance.Hold hold, Exception failure)
    {
        if (failure is ModelException { NothingDone: true })
        {
            allowance.Release(hold);
        }
        else
        {
            allowance.BreakOff(hold);
        }
    }

    private ModelName Asked(ChatOptions? options) => options?.ModelId is { } other ? model with { Model = other } : model;
}
