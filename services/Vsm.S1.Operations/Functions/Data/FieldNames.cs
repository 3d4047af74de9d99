namespace Vsm.S1.Operations.Functions;

/// <summary>The names of a record's fields in order; shared by all records of the same shape.</summary>
internal sealed class FieldNames
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    /// <param name="names">Each once.</param>
    /// <param name="open">Whether other records of the stream may have other fields, as in JSON.</param>
    public FieldNames(IReadOnlyList<string> names, bool open = false)
    {
        Names = names;
        Open = open;
        for (var i = 0; i < names.Count; i++)
        {
            if (!_positions.TryAdd(names[i], i))
            {
                throw new FunctionException($"Two fields are named '{names[i]}': rename one of them.");
            }
        }
    }

    public IReadOnlyList<string> Names { get; }

    public bool Open { get; }

    public int Count => Names.Count;

    /// <summary>-1 when there is none.</summary>
    public int PositionOf(string name) => _positions.GetValueOrDefault(name, -1);

    public bool SameAs(FieldNames other) => ReferenceEquals(this, other) || Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    public override string ToString() => string.Join(", ", Names);
}
