namespace Vsm.Dashboard.Journal;

/// <summary>Where the chain of a VSM instance ends.</summary>
internal sealed record ChainHead
{
    public static string FirstHash { get; } = new('0', 64);

    public required string Vsm { get; init; }

    /// <summary>Also tells a second writer that it came too late.</summary>
    public required long Sequence { get; init; }

    public required string Hash { get; init; }

    public static ChainHead Before(string vsm) => new() { Vsm = vsm, Sequence = 0, Hash = FirstHash };
}
