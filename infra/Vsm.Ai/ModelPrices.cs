using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Vsm.Ai;

/// <summary>What calls cost, by the price table in the configuration.</summary>
public sealed class ModelPrices(IOptions<AiOptions> options)
{
    /// <returns>USD; null: the model has no price, or the tokens were not counted.</returns>
    public decimal? CostOf(string model, UsageDetails? usage) => Find(model)?.CostOf(usage);

    /// <summary>The price of a model, else that of all models of its provider (<c>provider/*</c>).</summary>
    public PriceOptions? Find(string? model) =>
        options.Value.Prices.Find(x => Same(x.Model, model))
        ?? (ModelName.Parse(model) is { } name ? options.Value.Prices.Find(x => Same(x.Model, $"{name.Provider}/*")) : null);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
