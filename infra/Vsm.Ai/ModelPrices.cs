using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Vsm.Ai;

/// <summary>What calls cost, by the price table in the configuration.</summary>
public sealed class ModelPrices(IOptions<AiOptions> options)
{
    private const decimal Million = 1_000_000m;

    /// <returns>USD; null: the model has no price, or the tokens were not counted.</returns>
    public decimal? CostOf(string model, UsageDetails? usage)
    {
        var price = options.Value.Prices.Find(x => string.Equals(x.Model, model, StringComparison.OrdinalIgnoreCase));
        return price is null || usage?.InputTokenCount is not { } input || usage.OutputTokenCount is not { } output
            ? null
            : ((input * price.Input) + (output * price.Output)) / Million;
    }
}
