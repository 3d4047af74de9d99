namespace Vsm.S1.Operations.Record;

/// <summary>
/// What earlier runs of an attempt recorded, in order. A run asks the same again as long as what it is told is the same; from the first call on that
/// differs, the rest says nothing of this run.
/// </summary>
internal sealed class CallTape(IReadOnlyList<RecordedCall> calls)
{
    private readonly List<RecordedCall> _left = [.. calls.OrderBy(x => x.Number)];
    private int _number;

    /// <summary>Goes on to the next call.</summary>
    public TapedCall Next(CallKind kind, string asked)
    {
        _number++;
        if (_left.Count == 0)
        {
            return new TapedCall(_number, null, []);
        }

        if (_left[0] is var recorded && recorded.Number == _number && recorded.Kind == kind && recorded.Asked == asked)
        {
            _left.RemoveAt(0);
            return new TapedCall(_number, recorded, []);
        }

        return new TapedCall(_number, null, Drop());
    }

    /// <summary>Takes away what is left.</summary>
    public IReadOnlyList<RecordedCall> Drop()
    {
        RecordedCall[] dropped = [.. _left];
        _left.Clear();
        return dropped;
    }
}

/// <summary>A call of this run, and what the tape has for it.</summary>
/// <param name="Number">Counted within the attempt, from 1.</param>
/// <param name="Recorded">The same call of an earlier run, done or only begun; null: there is none.</param>
/// <param name="Dropped">Calls from this one on that are not used.</param>
internal sealed record TapedCall(int Number, RecordedCall? Recorded, IReadOnlyList<RecordedCall> Dropped);
