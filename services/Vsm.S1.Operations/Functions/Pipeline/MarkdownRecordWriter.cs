using System.Text;

namespace Vsm.S1.Operations.Functions;

internal sealed class MarkdownRecordWriter : IRecordWriter
{
    private readonly StringBuilder _text = new();
    private TableLayout? _layout;

    public void Begin(FieldNames names)
    {
        _layout = new TableLayout(names);
        Append(names.Names);
        Append(names.Names.Select(_ => "---"));
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
        _text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");
    }

    private static string Escape(string cell) =>
        cell.Replace("\\", "\\\\").Replace("|", "\\|").ReplaceLineEndings(" ");
}
