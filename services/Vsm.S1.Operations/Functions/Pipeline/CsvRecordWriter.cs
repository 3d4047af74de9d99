using System.Text;

namespace Vsm.S1.Operations.Functions;

internal sealed class CsvRecordWriter : IRecordWriter
{
    private readonly StringBuilder _text = new();
    private TableLayout? _layout;

    public void Begin(FieldNames names)
    {
        _layout = new TableLayout(names);
        Append(names.Names);
    }

    public void Write(Record record) => Append(_layout!.Cells(record));

    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    public void End()
    {
    }

    private void Append(IEnumerable<string> cells)
    {
        _text.AppendJoin(',', cells.Select(Quote)).Append('\n');
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") >= 0 || cell.StartsWith(' ') || cell.EndsWith(' ') ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;
}
