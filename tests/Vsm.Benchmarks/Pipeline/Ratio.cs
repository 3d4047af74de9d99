namespace Vsm.Benchmarks.Pipeline;

/// <summary>Ours divided by the floor.</summary>
internal sealed record Ratio(double TasksPerSecond, double Cpu)
{
    public static Ratio Of(Side ours, Side floor) =>
        new(Math.Round(ours.TasksPerSecond / floor.TasksPerSecond, 3), Math.Round(ours.CpuSecondsPer1000 / floor.CpuSecondsPer1000, 2));
}
