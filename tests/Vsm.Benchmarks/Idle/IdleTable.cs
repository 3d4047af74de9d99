using System.Globalization;

namespace Vsm.Benchmarks.Idle;

/// <summary>The result for people.</summary>
internal static class IdleTable
{
    public static void Write(IdleResult result, TextWriter output)
    {
        Line($"{result.Executing} of {result.Tasks} tasks wait in Executing; resident memory in MB, after garbage collections");
        Line($"");
        Line($"{"",-24}{"before",10}{"with",10}{"more",10}");
        foreach (var (name, before) in result.MemoryMbBefore)
        {
            Line($"{name,-24}{before,10:0}{result.MemoryMbWith[name],10:0}{result.MemoryMbWith[name] - before,10:0}");
        }

        Line($"");
        Line($"our processes together: {result.OursMb:0} MB more, {result.OursMbPer10000:0} MB per 10,000 tasks; servers: {result.ServersMb:0} MB more");

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture).TrimEnd());
    }
}
