using System.Globalization;

namespace Vsm.Benchmarks.Measuring;

/// <summary>A line of <c>/proc/PID/stat</c>.</summary>
/// <param name="Ticks">Processor time of the process and of its children that ended, in ticks of 10 ms.</param>
internal sealed record ProcStat(int Id, string Name, int Parent, long Ticks)
{
    /// <summary>Ticks per second: USER_HZ, 100 on every Linux that .NET runs on.</summary>
    public const int TicksPerSecond = 100;

    public static ProcStat Parse(string line)
    {
        // The name is in parentheses and may hold blanks and parentheses itself.
        var (open, close) = (line.IndexOf('('), line.LastIndexOf(')'));
        if (open < 1 || close < open)
        {
            throw new FormatException($"Not a line of /proc/PID/stat: {line}");
        }

        // From the state on, which is the third field in proc(5).
        var fields = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 15)
        {
            throw new FormatException($"Not a line of /proc/PID/stat: {line}");
        }

        return new ProcStat(
            int.Parse(line.AsSpan(0, open), CultureInfo.InvariantCulture),
            line[(open + 1)..close],
            (int)Number(4),
            Number(14) + Number(15) + Number(16) + Number(17));

        long Number(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
    }
}
