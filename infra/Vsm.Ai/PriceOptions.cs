using Microsoft.Extensions.AI;

namespace Vsm.Ai;

/// <summary>What a model costs.</summary>
public sealed class PriceOptions
{
    private const decimal Million = 1_000_000m;

    /// <summary>Provider and model, such as <c>openai/gpt-4o-mini</c>, or <c>local/*</c> for those of a provider that are not listed by themselves.</summary>
    public string Model { get; set; } = "";

    /// <summary>USD for a million input tokens.</summary>
    public decimal Input { get; set; }

    /// <summary>USD for a million output tokens.</summary>
    public decimal Output { get; set; }

    /// <returns>USD; null: the tokens were not counted.</returns>
    internal decimal? CostOf(UsageDetails? usage) => usage?.InputTokenCount is not { } input || usage.OutputTokenCount is not { } output
        ? null
        : ((input * Input) + (output * Output)) / Million;
}
