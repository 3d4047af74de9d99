using System.Text;

namespace Vsm.S1.Operations.Functions;

internal sealed class CsvRecordWriter : IRecordWriter
{
    private readonly StringBuilder _text = new();
    private TableLayout? _layout;

    public long Bytes { get; private set; }

    public void Begin(FieldNames names)
    {
        _layout = new TableLayout(names);
        Append(names.Names);
    }

    public void Write(Record record) => Append(_layout!.Cells(record));

    public string End() => _text.ToString();

    private void Append(IEnumerable<string> cells)
    {
        var row = string.Join(',', cells.Select(Quote)) + "\n";
        Bytes += Encoding.UTF8.GetByteCount(row);
        _text.Append(row);
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") >= 0 || cell.StartsWith(' ') || cell.EndsWith(' ') ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;
}
