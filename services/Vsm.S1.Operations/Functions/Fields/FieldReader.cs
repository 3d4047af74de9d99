namespace Vsm.S1.Operations.Functions;

/// <summary>Reads one field of record after record, looking its name up once per shape.</summary>
internal sealed class FieldReader(string name)
{
    private FieldNames? _names;
    private int _position = -1;
    private bool _found;
    private bool _read;

    public string Name => name;

    public object? Read(Record record)
    {
        _read = true;
        if (!ReferenceEquals(record.Names, _names))
        {
            _names = record.Names;
            _position = _names.PositionOf(name);
            _found |= _position >= 0;
            if (_position < 0 && !_names.Open)
            {
                throw new FunctionException($"There is no field '{name}' in {record.Origin}; the fields are: {_names}.");
            }
        }

        return _position < 0 ? null : record.Values[_position];
    }

    /// <summary>The number in the field; null when it is blank.</summary>
    public decimal? ReadNumber(Record record)
    {
        var value = Read(record);
        if (Values.TryNumber(value, out var number))
        {
            return number;
        }

        return Values.IsBlank(value)
            ? null
            : throw new FunctionException(
                $"'{Cut.To(Values.Text(value), 100)}' in field '{name}' of {record.Origin} is not a number: correct it, or leave the row " +
                "out with 'where'.");
    }

    /// <summary>At the end of a stream of open records: a field that none of them had is a mistake in its name.</summary>
    public void EnsureFound()
    {
        if (_read && !_found)
        {
            throw new FunctionException($"No record has a field '{name}'; the last one has: {_names}.");
        }
    }
}
