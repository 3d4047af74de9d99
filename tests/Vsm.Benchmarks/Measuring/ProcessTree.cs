using System.Globalization;

namespace Vsm.Benchmarks.Measuring;

/// <summary>What processes have used so far, each with all its descendants.</summary>
internal static class ProcessTree
{
    /// <summary>Reads all of them at one moment.</summary>
    /// <param name="roots">Ids of the processes.</param>
    /// <returns>Under the names of the roots.</returns>
    public static IReadOnlyDictionary<string, ProcessUse> Read(IReadOnlyDictionary<string, int> roots)
    {
        var all = ReadAll();
        return roots.ToDictionary(x => x.Key, x => Sum(Descendants(x.Value, all)));
    }

    /// <summary>A process and everything below it.</summary>
    internal static IReadOnlyList<ProcStat> Descendants(int root, IReadOnlyList<ProcStat> all)
    {
        var children = all.ToLookup(x => x.Parent);
        var found = new List<ProcStat>(all.Where(x => x.Id == root));
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i].Id]);
        }

        return found.Count > 0 ? found : throw new InvalidOperationException($"Process {root} has ended.");
    }

    private static List<ProcStat> ReadAll()
    {
        var all = new List<ProcStat>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var id) && ReadFile(id, "stat") is { } line)
            {
                all.Add(ProcStat.Parse(line));
            }
        }

        return all;
    }

    private static ProcessUse Sum(IReadOnlyList<ProcStat> processes)
    {
        ProcStatus[] memory = [.. processes.Select(x => ReadFile(x.Id, "status")).OfType<string>().Select(x => ProcStatus.Parse(x.Split('\n')))];
        // What the processes of one server share is counted once.
        return new ProcessUse((double)processes.Sum(x => x.Ticks) / ProcStat.TicksPerSecond, memory.Sum(x => x.Own) + memory.Max(x => x.Shared));
    }

    private static string? ReadFile(int id, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{name}");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException || exception is IOException { HResult: 3 /* ESRCH */ })
        {
            return null; // ended meanwhile
        }
    }
}

/// <summary>Processor time used so far, and resident memory now.</summary>
internal sealed record ProcessUse(double CpuSeconds, long MemoryBytes);
