namespace Vsm.Dashboard.Journal;

/// <summary>Follows a chain entry by entry, from what was removed of it, and remembers where it first broke.</summary>
internal sealed class ChainVerification(ChainAnchor? anchor = null)
{
    private readonly long _removed = anchor?.Sequence ?? 0;

    /// <summary>Entries seen.</summary>
    public long Entries { get; private set; }

    /// <summary>Hash of the last entry, as it is stored.</summary>
    public string? Head { get; private set; } = anchor?.Hash;

    /// <summary>The first entry whose hash is wrong, or that is missing.</summary>
    public long? FirstBroken { get; private set; }

    public bool Intact => FirstBroken is null;

    /// <summary>Takes the next entry, in the order of their sequence.</summary>
    public void Check(JournalRecord record)
    {
        var expected = _removed + Entries + 1;
        if (record.Sequence != expected || record.Hash != JournalChain.Hash(Head ?? ChainHead.FirstHash, record))
        {
            FirstBroken ??= Math.Min(expected, record.Sequence);
        }

        Entries++;
        Head = record.Hash;
    }

    /// <summary>Takes the end of the chain as the writer remembers it, which tells of entries missing there.</summary>
    public void CheckEnd(ChainHead head)
    {
        var last = _removed + Entries;
        if (head.Sequence != last)
        {
            FirstBroken ??= Math.Min(head.Sequence, last) + 1;
        }
        else if (last > 0 && head.Hash != Head)
        {
            FirstBroken ??= last;
        }
    }
}
