using Vsm.Chaos.Running;

namespace Vsm.Chaos.Scenarios;

/// <summary>A place in the code at which a process can be made to end itself.</summary>
internal sealed record CrashPlace(string Name, string Service);

/// <summary>Has processes end themselves at every named point, again and again, while tasks flow.</summary>
internal sealed class CrashPoints(int runs, int seed, TextWriter progress)
{
    private const int MostReached = 6; // the point is passed up to so many times before it is the end
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static IReadOnlyList<CrashPlace> All { get; } =
    [
        new("received", Programme.Control), new("loaded", Programme.Control), new("committing", Programme.Control), new("committed", Programme.Control),
        new("sent", Programme.Control), new("receipt-claimed", Programme.Operations), new("work-done", Programme.Operations),
        new("ruling-stored", Programme.Audit), new("journal-sent", Programme.Control), new("journal-stored", Programme.Dashboard),
        new("sweep-sent", Programme.Control), new("failed-stored", Programme.Dashboard),
    ];

    private readonly Random _random = new(seed);

    /// <summary>How often each point was the end of a process.</summary>
    public Dictionary<string, int> Reached { get; } = [];

    public async Task RunAsync(ChaosScene scene, IReadOnlyList<CrashPlace> places, CancellationToken cancel)
    {
        foreach (var place in places)
        {
            var reached = await RunAsync(scene, place, cancel);
            Reached[place.Name] = reached;
            await scene.Findings.ExpectAsync(reached >= runs, $"{place.Name}: {reached} of {runs} crashes in {place.Service}");
        }
    }

    // Every process of the service has the point set; whichever reaches it ends, and starts again with the next run.
    private async Task<int> RunAsync(ChaosScene scene, CrashPlace place, CancellationToken cancel)
    {
        var reached = 0;
        var last = scene.Ledger.Now;
        var services = scene.Team.Of(place.Service);
        foreach (var service in services)
        {
            service.CrashAt = () => Volatile.Read(ref reached) < runs ? $"{place.Name}:{Next()}" : null;
            service.HasEnded = byItself =>
            {
                if (byItself)
                {
                    Interlocked.Increment(ref reached);
                    last = scene.Ledger.Now;
                }
            };
            await service.KillAsync(cancel);
        }

        while (Volatile.Read(ref reached) < runs && scene.Ledger.Now - last < Patience)
        {
            await Pause.ForAsync(0.5, cancel);
        }

        foreach (var service in services)
        {
            service.CrashAt = null;
            service.HasEnded = null;
            await service.KillAsync(cancel); // the next start is without the point
            await service.ReadyAsync(cancel);
        }

        await progress.WriteLineAsync($"{scene.Ledger.Now.TotalSeconds,7:0.0} s  {place.Name}: {reached} crashes");
        return reached;
    }

    private int Next()
    {
        lock (_random)
        {
            return _random.Next(1, MostReached + 1);
        }
    }
}
