namespace Vsm.Dashboard.Journal;

/// <summary>The last entry of a VSM instance's journal that was removed as it was older than the journal is kept: what is left is chained to it.</summary>
internal sealed record ChainAnchor
{
    public required string Vsm { get; init; }

    public required long Sequence { get; init; }

    public required string Hash { get; init; }

    public static ChainAnchor None(string vsm) => new() { Vsm = vsm, Sequence = 0, Hash = ChainHead.FirstHash };
}
