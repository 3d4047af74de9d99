namespace Vsm.Cli.Reports;

/// <summary>Rows in columns as wide as their widest cell; the last column is as long as it needs to be.</summary>
internal static class TextTable
{
    private const int Widest = 60;

    public static void Write(TextWriter writer, IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var all = rows.Select(x => x.Select((cell, i) => Safe.Line(cell, i == head.Count - 1 ? 200 : Widest)).ToList()).Prepend([.. head]).ToList();
        var widths = head.Select((_, i) => all.Max(x => x[i].Length)).ToList();
        foreach (var row in all)
        {
            writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
