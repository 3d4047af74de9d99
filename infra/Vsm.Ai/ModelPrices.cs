using Microsoft.Extensions.AI;

namespace Vsm.Ai;

/// <summary>What calls cost: as prices were set at run time, else by the price table in the configuration.</summary>
public sealed class ModelPrices
{
    private readonly ModelTerms _terms;

    internal ModelPrices(ModelTerms terms) => _terms = terms;

    /// <returns>USD; null: the model has no price, or the tokens were not counted.</returns>
    public decimal? CostOf(string model, UsageDetails? usage) => Find(model)?.CostOf(usage);

    /// <summary>The largest that one call can cost.</summary>
    /// <param name="model">Provider and model.</param>
    /// <param name="messages">What would be sent.</param>
    /// <param name="options">With how long an answer may be.</param>
    /// <returns>USD; null: the model has no price.</returns>
    public decimal? LargestCost(string model, IEnumerable<ChatMessage> messages, ChatOptions options) => Find(model) is { } price
        ? LargestCall.Cost(price, LargestCall.InputTokens(messages, options), options.MaxOutputTokens ?? LargestCall.MostOutputTokens)
        : null;

    /// <summary>The price of a model, else that of all models of its provider (<c>provider/*</c>).</summary>
    public PriceOptions? Find(string? model) => _terms.Price(model);
}
