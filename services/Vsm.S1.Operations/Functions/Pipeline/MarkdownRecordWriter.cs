using System.Text;

namespace Vsm.S1.Operations.Functions;

internal sealed class MarkdownRecordWriter : IRecordWriter
{
    private readonly StringBuilder _text = new();
    private TableLayout? _layout;

    public long Bytes { get; private set; }

    public void Begin(FieldNames names)
    {
        _layout = new TableLayout(names);
        Append(names.Names);
        Append(names.Names.Select(_ => "---"));
    }

    public void Write(Record record) => Append(_layout!.Cells(record));

    public string End() => _text.ToString();

    private void Append(IEnumerable<string> cells)
    {
        var row = $"| {string.Join(" | ", cells.Select(Escape))} |\n";
        Bytes += Encoding.UTF8.GetByteCount(row);
        _text.Append(row);
    }

    private static string Escape(string cell) =>
        cell.Replace("\\", "\\\\").Replace("|", "\\|").ReplaceLineEndings(" ");
}
