namespace Vsm.S1.Operations.Functions;

/// <summary>Which fields of a record are kept, and under what names.</summary>
internal sealed class Projection
{
    private readonly List<FieldReader> _select = [];
    private readonly Dictionary<string, string> _rename = new(StringComparer.Ordinal);
    private readonly List<FieldReader> _renamed = [];
    private (FieldNames From, FieldNames To)? _last;

    /// <summary>The chosen names; absent: all are kept.</summary>
    private FieldNames? Names { get; init; }

    public static Projection From(FunctionArguments arguments)
    {
        var select = FieldExpression.ParseList(arguments, "select");
        var rename = FieldExpression.ParseList(arguments, "rename");
        if (select.Concat(rename).FirstOrDefault(x => x.Function is not null) is { } computed)
        {
            throw FunctionException.ForParameter(
                select.Contains(computed) ? "select" : "rename", $"'{computed.Function}({computed.Field})' is not a field.");
        }

        if (rename.FirstOrDefault(x => x.Alias is null) is { } nameless)
        {
            throw FunctionException.ForParameter("rename", $"'{nameless.Field}' has no new name; write it as: {nameless.Field} as name.");
        }

        if (select.Count > 0 && rename.Count > 0)
        {
            throw FunctionException.ForParameter("rename", "'select' renames too, so use it alone: field as name.");
        }

        var projection = new Projection { Names = select.Count > 0 ? new FieldNames([.. select.Select(x => x.Alias ?? x.Field)]) : null };
        projection._select.AddRange(select.Select(x => new FieldReader(x.Field)));
        foreach (var x in rename)
        {
            projection._rename[x.Field] = x.Alias!;
            projection._renamed.Add(new FieldReader(x.Field));
        }

        return projection;
    }

    public Record Apply(Record record)
    {
        if (Names is not null)
        {
            var values = new object?[_select.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = _select[i].Read(record);
            }

            return new Record(Names, values, record.Origin);
        }

        if (_rename.Count == 0)
        {
            return record;
        }

        if (!ReferenceEquals(_last?.From, record.Names))
        {
            _renamed.ForEach(x => x.Read(record));
            _last = (record.Names, NamesOf(record.Names)!);
        }

        return new Record(_last!.Value.To, record.Values, record.Origin);
    }

    /// <summary>What the fields of these names are called afterwards.</summary>
    public FieldNames? NamesOf(FieldNames? names) =>
        Names ?? (names is null || _rename.Count == 0 ? names : new FieldNames([.. names.Names.Select(x => _rename.GetValueOrDefault(x, x))], names.Open));

    public void EnsureFieldsFound()
    {
        _select.ForEach(x => x.EnsureFound());
        _renamed.ForEach(x => x.EnsureFound());
    }
}
