namespace Vsm.S1.Operations.Functions;

/// <summary>Keeps the first records in an order, equal ones as they came, in memory for those alone.</summary>
internal sealed class BestRecords
{
    private readonly PriorityQueue<Record, Ranked> _worstFirst;
    private readonly IComparer<Ranked> _order;
    private readonly int? _limit;
    private readonly Func<Record, IReadOnlyList<object?>> _rank;
    private long _sequence;
    private long _held;

    /// <param name="rank">What a record is ordered by.</param>
    /// <param name="descending">Per rank value: largest first.</param>
    /// <param name="limit">How many are kept; absent: all, and too many to hold are an error.</param>
    public BestRecords(Func<Record, IReadOnlyList<object?>> rank, IReadOnlyList<bool> descending, int? limit)
    {
        (_rank, _limit) = (rank, limit);
        _order = Comparer<Ranked>.Create((a, b) => Compare(a, b, descending));
        _worstFirst = new PriorityQueue<Record, Ranked>(Comparer<Ranked>.Create((a, b) => _order.Compare(b, a)));
    }

    public void Add(Record record)
    {
        var ranked = new Ranked(_rank(record), _sequence++);
        if (_limit is { } limit && _worstFirst.Count >= limit)
        {
            var removed = _worstFirst.EnqueueDequeue(record, ranked);
            _held += ReferenceEquals(removed, record) ? 0 : record.Size - removed.Size;
        }
        else
        {
            _worstFirst.Enqueue(record, ranked);
            _held += record.Size;
        }

        if (_worstFirst.Count > FunctionLimits.HeldRecords || _held > FunctionLimits.HeldCharacters)
        {
            throw new FunctionException(
                $"More than {FunctionLimits.HeldRecords:N0} records, or {FunctionLimits.HeldCharacters / 1048576} Mi characters, would " +
                "have to be sorted: " +
                "set 'limit', leave records out with 'where', or aggregate first.");
        }
    }

    public IEnumerable<Record> Best() =>
        _worstFirst.UnorderedItems.OrderBy(x => x.Priority, _order).Select(x => x.Element);

    private static int Compare(Ranked left, Ranked right, IReadOnlyList<bool> descending)
    {
        for (var i = 0; i < descending.Count; i++)
        {
            var order = Values.Compare(left.Values[i], right.Values[i]);
            if (order != 0)
            {
                return descending[i] ? -order : order;
            }
        }

        return left.Sequence.CompareTo(right.Sequence);
    }

    private readonly record struct Ranked(IReadOnlyList<object?> Values, long Sequence);
}
