using Vsm.Ai;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Record;

/// <summary>What calls cost: those that are done as they were counted, those that nobody ended the most that they can have cost.</summary>
internal static class CallCosts
{
    public static Usage Of(IEnumerable<RecordedCall> calls) => calls.Aggregate(new Usage(), (sum, x) => sum.With(Of(x)));

    public static Usage Of(RecordedCall call) => call.Before.With(call.Done ? call.Usage : Unknown(call.Largest));

    public static Usage With(this Usage one, Usage other) => new()
    {
        InputTokens = one.InputTokens + other.InputTokens,
        OutputTokens = one.OutputTokens + other.OutputTokens,
        Cost = one.Cost + other.Cost,
        UncountedCost = one.UncountedCost + other.UncountedCost,
    };

    public static Usage Without(this Usage all, Usage part) => new()
    {
        InputTokens = all.InputTokens - part.InputTokens,
        OutputTokens = all.OutputTokens - part.OutputTokens,
        Cost = all.Cost - part.Cost,
        UncountedCost = all.UncountedCost - part.UncountedCost,
    };

    public static Usage AsUsage(this ModelSpending spent) => new()
    {
        InputTokens = spent.InputTokens, OutputTokens = spent.OutputTokens, Cost = spent.Cost, UncountedCost = spent.Uncounted,
    };

    public static ModelSpending AsSpending(this Usage usage) => new(usage.InputTokens, usage.OutputTokens, usage.Cost, usage.UncountedCost);

    public static Usage Unknown(decimal most) => new() { Cost = most, UncountedCost = most };
}
