namespace Vsm.S1.Operations.Functions;

/// <summary>Puts records into groups and measures each group; memory grows with the number of groups, never with that of the records.</summary>
internal sealed class Grouping
{
    private readonly IReadOnlyList<KeyExpression> _keys;
    private readonly IReadOnlyList<Measure> _measures;
    private readonly Dictionary<string[], Group> _groups = new(new KeyComparer());
    private readonly string[] _probe;
    private readonly object?[] _values;
    private long _held;

    public Grouping(IReadOnlyList<KeyExpression> keys, IReadOnlyList<Measure> measures)
    {
        (_keys, _measures) = (keys, measures);
        (_probe, _values) = (new string[keys.Count], new object?[keys.Count]);
        Names = new FieldNames([.. keys.Select(x => x.Name), .. measures.Select(x => x.Name)]);
    }

    public FieldNames Names { get; }

    public void Add(Record record)
    {
        for (var i = 0; i < _probe.Length; i++)
        {
            _values[i] = _keys[i].Read(record);
            _probe[i] = Values.Text(_values[i]);
        }

        if (!_groups.TryGetValue(_probe, out var group))
        {
            group = Create();
        }

        for (var i = 0; i < _measures.Count; i++)
        {
            _measures[i].Add(ref group.States[i], record);
        }
    }

    /// <summary>A record per group, ordered by the keys. Without keys there is one group, also of no records.</summary>
    public IEnumerable<Record> Results()
    {
        foreach (var field in _keys.Select(x => x.Field).Concat(_measures.Select(x => x.Field).OfType<FieldReader>()))
        {
            field.EnsureFound();
        }

        if (_keys.Count == 0 && _groups.Count == 0)
        {
            Create();
        }

        return _groups.Values.Order(Comparer<Group>.Create(CompareKeys)).Select(ToRecord);
    }

    private Group Create()
    {
        _held += _probe.Sum(x => (long)x.Length);
        if (_groups.Count >= FunctionLimits.Groups || _held > FunctionLimits.HeldCharacters)
        {
            throw new FunctionException(
                $"There are more than {FunctionLimits.Groups:N0} groups, or their names are too long: group by fewer fields or a coarser " +
                "unit of time.");
        }

        var group = new Group((object?[])_values.Clone(), new Measure.Accumulator[_measures.Count]);
        _groups.Add((string[])_probe.Clone(), group);
        return group;
    }

    private Record ToRecord(Group group)
    {
        var values = new object?[Names.Count];
        group.Keys.CopyTo(values, 0);
        for (var i = 0; i < _measures.Count; i++)
        {
            values[_keys.Count + i] = _measures[i].Result(group.States[i]);
        }

        return new Record(Names, values);
    }

    private static int CompareKeys(Group left, Group right)
    {
        for (var i = 0; i < left.Keys.Length; i++)
        {
            var order = Values.Compare(left.Keys[i], right.Keys[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private sealed record Group(object?[] Keys, Measure.Accumulator[] States);

    private sealed class KeyComparer : IEqualityComparer<string[]>
    {
        public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(string[] key)
        {
            var hash = default(HashCode);
            foreach (var part in key)
            {
                hash.Add(string.GetHashCode(part));
            }

            return hash.ToHashCode();
        }
    }
}
