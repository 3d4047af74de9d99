namespace Vsm.S1.Operations.Functions;

/// <summary>Ordered named fields. A value is text, a <see cref="decimal"/>, a <see cref="bool"/> or null.</summary>
internal sealed class Record(FieldNames names, object?[] values, Origin origin = default)
{
    public FieldNames Names { get; } = names;

    public object?[] Values { get; } = values;

    public Origin Origin { get; } = origin;

    /// <summary>Roughly the characters that it holds.</summary>
    public long Size
    {
        get
        {
            var size = 16L;
            foreach (var value in Values)
            {
                size += value is string text ? text.Length : 8;
            }

            return size;
        }
    }
}
