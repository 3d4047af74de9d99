namespace Vsm.Cli.Organisation;

/// <summary>Makes text from outside fit for a message: short, one line, without control characters.</summary>
internal static class Show
{
    public static string Short(string text, int longest = 60)
    {
        var line = new string([.. text.Take(longest).Select(x => char.IsControl(x) ? ' ' : x)]);
        return text.Length > longest ? line + "…" : line;
    }
}
