namespace Vsm.S1.Operations.Functions;

/// <summary>Brings records into the columns of the first, for formats that have columns.</summary>
internal sealed class TableLayout(FieldNames columns)
{
    public FieldNames Columns => columns;

    public IEnumerable<string> Cells(Record record)
    {
        if (record.Names.SameAs(columns))
        {
            return record.Values.Select(Values.Text);
        }

        var extra = record.Names.Names.FirstOrDefault(x => columns.PositionOf(x) < 0);
        if (extra is not null)
        {
            throw new FunctionException(
                $"{record.Origin} has a field '{extra}' that the first record has not: choose fields with 'transform' and 'select', or set " +
                "'output_format' to json.");
        }

        return columns.Names.Select(x => record.Names.PositionOf(x) is >= 0 and var at ? Values.Text(record.Values[at]) : "");
    }
}
