using Microsoft.Extensions.AI;
using Vsm.Ai.Pipeline;

namespace Vsm.Ai;

/// <summary>
/// What a piece of work may spend on models, and what it did. Before each try of a call the largest that it can cost is set aside, and nothing is sent
/// that could pass the limit; after it, what the provider counted is booked.
/// </summary>
/// <param name="prices">The price table.</param>
/// <param name="limit">USD for the whole work; null: no limit, and a model without a price costs nothing.</param>
/// <param name="callLimit">USD for one call; null: no limit of its own.</param>
/// <param name="priceOfWork">USD for the whole work with a model that has no price, however many calls it takes.</param>
public sealed class Allowance(ModelPrices prices, decimal? limit, decimal? callLimit, decimal? priceOfWork)
{
    private readonly Lock _lock = new();
    private ModelSpending _spent = new(0, 0, 0, 0);
    private decimal _reserved;
    private bool _workIsPaid;

    /// <summary>
    /// Who asks: answers that are kept are given again to the same one only, so that nobody learns, or is told, what another was. Null: they are not kept.
    /// </summary>
    public string? Asker { get; init; }

    /// <summary>What was booked so far; also what broke off.</summary>
    public ModelSpending Spent
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    /// <summary>A client whose calls are paid from here. It has to come from <see cref="ChatClients"/>, and can be wrapped in others.</summary>
    /// <param name="client">The client.</param>
    /// <param name="beforeTry">Told before each try the largest that it can cost in USD; when it fails, nothing is sent.</param>
    public IChatClient Guard(IChatClient client, Func<decimal, Task>? beforeTry = null) => new AllowanceChatClient(client, new Payment(this, beforeTry));

    /// <summary>Takes over what the same piece of work spent before, elsewhere. To be said before anything is spent here.</summary>
    public void Carry(ModelSpending spent)
    {
        lock (_lock)
        {
            _spent = spent;
            _workIsPaid = spent.Cost > 0;
        }
    }

    /// <summary>Sets aside the largest that a try can cost.</summary>
    /// <exception cref="ModelException">It may not be sent: there is no price, or not enough is left.</exception>
    internal Hold Reserve(ModelName model, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        var price = prices.Find(model.ToString());
        var input = price is null ? 0 : LargestCall.InputTokens(messages, options);
        lock (_lock)
        {
            if (price is null)
            {
                return HoldWithoutPrice(model);
            }

            options.MaxOutputTokens ??= Affordable(price, input);
            var largest = LargestCall.Cost(price, input, options.MaxOutputTokens.Value);
            EnsureAllowed(model, largest);
            _reserved += largest;
            return new Hold(price, largest);
        }
    }

    /// <summary>Books what was counted, or, where nothing was, the largest that it can have cost.</summary>
    internal void Settle(Hold hold, UsageDetails? usage)
    {
        var cost = hold.Price is null ? hold.Largest : hold.Price.CostOf(usage);
        lock (_lock)
        {
            _reserved -= hold.Largest;
            _spent = _spent.With(usage, cost ?? hold.Largest, cost is null ? hold.Largest : 0);
        }
    }

    /// <summary>Nobody knows what was done for it.</summary>
    internal void BreakOff(Hold hold)
    {
        lock (_lock)
        {
            _reserved -= hold.Largest;
            _spent = _spent.With(null, hold.Largest, hold.Largest);
        }
    }

    /// <summary>Nothing was done for it, so nothing is booked.</summary>
    internal void Release(Hold hold)
    {
        lock (_lock)
        {
            _reserved -= hold.Largest;
            _workIsPaid &= hold.Price is not null || hold.Largest == 0;
        }
    }

    private Hold HoldWithoutPrice(ModelName model)
    {
        if (priceOfWork is not > 0 && limit is not null)
        {
            throw new ModelException(
                ModelError.NoPrice,
                $"Nothing says what {model} costs, so no limit could be kept: list it in {AiOptions.Section}:Prices (0 where it costs nothing), or give the system a cost_per_task.");
        }

        var price = _workIsPaid ? 0 : priceOfWork ?? 0;
        EnsureAllowed(model, price);
        _workIsPaid = true;
        _reserved += price;
        return new Hold(null, price);
    }

    private void EnsureAllowed(ModelName model, decimal largest)
    {
        if (largest > callLimit)
        {
            throw new ModelException(
                ModelError.CallTooDear,
                FormattableString.Invariant($"A call of {model} can cost {largest} USD, and a call may cost {callLimit} USD at most: raise limits.cost_per_call, lower max_output_tokens, or give it less to read."));
        }

        if (limit is { } most && _spent.Cost + _reserved + largest > most)
        {
            throw new ModelException(
                ModelError.OverBudget,
                FormattableString.Invariant($"A call of {model} can cost {largest} USD; of the {most} USD of this attempt {most - _spent.Cost - _reserved} USD are left."))
            { Needed = _spent.Cost + _reserved + largest };
        }
    }

    private int Affordable(PriceOptions price, long input)
    {
        var left = Math.Min(limit is { } most ? most - _spent.Cost - _reserved : decimal.MaxValue, callLimit ?? decimal.MaxValue);
        return left == decimal.MaxValue ? LargestCall.MostOutputTokens : LargestCall.OutputTokens(price, input, left);
    }

    internal sealed record Hold(PriceOptions? Price, decimal Largest);
}
