using System.Globalization;

namespace Vsm.Benchmarks.Measuring;

/// <summary>Memory of a process as <c>/proc/PID/status</c> has it.</summary>
/// <param name="Own">Resident memory that is the process's alone, in bytes.</param>
/// <param name="Shared">Resident memory that it may share with others: files and shared memory, in bytes.</param>
internal sealed record ProcStatus(long Own, long Shared)
{
    public static ProcStatus Parse(IEnumerable<string> lines)
    {
        var (own, shared) = (0L, 0L);
        foreach (var line in lines)
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal))
            {
                own = Bytes(line);
            }
            else if (line.StartsWith("RssFile:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
            {
                shared += Bytes(line);
            }
        }

        return new ProcStatus(own, shared);
    }

    // RssAnon:	   12345 kB
    private static long Bytes(string line)
    {
        var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields is [_, var number, "kB"]
            ? long.Parse(number, CultureInfo.InvariantCulture) * 1024
            : throw new FormatException($"Not a size in /proc/PID/status: {line}");
    }
}
