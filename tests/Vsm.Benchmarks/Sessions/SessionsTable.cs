using System.Globalization;

namespace Vsm.Benchmarks.Sessions;

/// <summary>The result for people.</summary>
internal static class SessionsTable
{
    public static void Write(SessionsResult result, TextWriter output)
    {
        Line($"{result.Sessions} conversations lie idle in {result.Store}; resident memory in MB, after garbage collections");
        Line($"");
        Line($"{"",-24}{"before",10}{"with",10}{"more",10}");
        foreach (var (name, before) in result.MemoryMbBefore)
        {
            Line($"{name,-24}{before,10:0.0}{result.MemoryMbWith[name],10:0.0}{result.MemoryMbWith[name] - before,10:0.0}");
        }

        Line($"");
        Line($"our processes together: {result.OursMb:0.0} MB more, {result.OursMbPer10000:0.0} MB per 10,000 conversations; {result.TurnsPerSecond:0} turns a second while they were begun");

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture).TrimEnd());
    }
}
