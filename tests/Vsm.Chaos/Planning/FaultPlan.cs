namespace Vsm.Chaos.Planning;

/// <summary>Which faults come when; the same seed makes the same plan.</summary>
internal static class FaultPlan
{
    /// <summary>Time of one fault where their number is given.</summary>
    public static readonly TimeSpan PerFault = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan Cut = TimeSpan.FromSeconds(10);

    private const double FirstAt = 4;
    private static readonly FaultKind[] ServerFaults = [FaultKind.KillBroker, FaultKind.KillDatabase, FaultKind.RestartBroker, FaultKind.RestartDatabase];

    /// <summary>How long a run lasts: by the number of its faults where that is given, else by its tasks at twenty per second.</summary>
    public static TimeSpan DurationOf(int tasks, int? faults) =>
        faults is { } count ? TimeSpan.FromSeconds(20) + (PerFault * count) : TimeSpan.FromSeconds(Math.Max(60, tasks / 20.0));

    /// <summary>
    /// A service every 5 to 15 s, a server every 60 to 120 s and one network cut. With a number of faults: seven in ten are services, one is the cut, and
    /// they share the time evenly.
    /// </summary>
    public static IReadOnlyList<Fault> Create(int seed, TimeSpan duration, int? faults)
    {
        var random = new Random(seed);
        var end = duration.TotalSeconds;
        var plan = new List<Fault>();
        if (faults is { } count)
        {
            var cuts = count >= 5 ? 1 : 0;
            var servers = count >= 3 ? Math.Max(2, count * 3 / 10 - cuts) : 0;
            plan.AddRange(Spread(random, count - cuts - servers, end, _ => FaultKind.KillService));
            plan.AddRange(Spread(random, servers, end, i => ServerFaults[i % ServerFaults.Length]));
            plan.AddRange(Spread(random, cuts, end, _ => FaultKind.CutNetwork));
        }
        else
        {
            plan.AddRange(Every(random, 5, 15, end, _ => FaultKind.KillService));
            plan.AddRange(Every(random, 60, 120, end, i => ServerFaults[i % ServerFaults.Length]));
            plan.AddRange(Spread(random, 1, end, _ => FaultKind.CutNetwork));
        }

        return [.. plan.OrderBy(x => x.At)];
    }

    private static IEnumerable<Fault> Every(Random random, double least, double most, double end, Func<int, FaultKind> kind)
    {
        var i = 0;
        for (var at = Between(random, least, most); at < end; at += Between(random, least, most))
        {
            yield return new Fault(TimeSpan.FromSeconds(at), kind(i++), random.Next());
        }
    }

    private static IEnumerable<Fault> Spread(Random random, int count, double end, Func<int, FaultKind> kind)
    {
        var slot = (end - FirstAt) / Math.Max(1, count);
        for (var i = 0; i < count; i++)
        {
            yield return new Fault(TimeSpan.FromSeconds(FirstAt + (slot * (i + (random.NextDouble() * 0.8)))), kind(i), random.Next());
        }
    }

    private static double Between(Random random, double least, double most) => least + (random.NextDouble() * (most - least));
}
