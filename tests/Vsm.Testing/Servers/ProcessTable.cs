namespace Vsm.Testing.Servers;

/// <summary>What <c>/proc</c> says of processes.</summary>
public static class ProcessTable
{
    /// <summary>The children of a process, not theirs.</summary>
    public static IReadOnlyList<int> ChildrenOf(int pid) =>
        [.. Directory.EnumerateDirectories("/proc").Select(x => int.TryParse(Path.GetFileName(x), out var child) ? child : 0).Where(x => x > 0 && ParentOf(x) == pid)];

    /// <summary>The parent of a process; null when there is no such process.</summary>
    public static int? ParentOf(int pid)
    {
        try
        {
            // "pid (name) state parent ...", where the name may hold anything.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }
}
