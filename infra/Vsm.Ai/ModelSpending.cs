using Microsoft.Extensions.AI;

namespace Vsm.Ai;

/// <summary>What calls of models consumed.</summary>
/// <param name="InputTokens">As providers counted.</param>
/// <param name="OutputTokens">As providers counted.</param>
/// <param name="Cost">USD.</param>
/// <param name="Uncounted">The part of the cost that nobody counted: tries that broke off, at the most that they can have cost.</param>
public sealed record ModelSpending(long InputTokens, long OutputTokens, decimal Cost, decimal Uncounted)
{
    internal ModelSpending With(UsageDetails? usage, decimal cost, decimal uncounted) => new(
        InputTokens + (usage?.InputTokenCount ?? 0), OutputTokens + (usage?.OutputTokenCount ?? 0), Cost + cost, Uncounted + uncounted);
}
