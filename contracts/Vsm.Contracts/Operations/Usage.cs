namespace Vsm.Contracts.Operations;

/// <summary>What an attempt consumed.</summary>
public sealed record Usage
{
    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Cost in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>The part of <see cref="Cost"/> that nobody counted: calls that broke off, at the most that they can have cost.</summary>
    public decimal UncountedCost { get; init; }
}
