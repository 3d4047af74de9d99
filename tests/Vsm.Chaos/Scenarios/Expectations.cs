using System.Globalization;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Scenarios;

/// <summary>What more than one scenario expects.</summary>
internal static class Expectations
{
    private static readonly TimeSpan LiveLimit = TimeSpan.FromSeconds(1);

    /// <summary>An outage of a server is no reason to restart a service.</summary>
    public static Task NobodyRestartedAsync(ChaosScene scene)
    {
        var restarted = scene.Team.All.Where(x => x.Starts > 1).Select(x => x.Name).ToList();
        return scene.Findings.ExpectAsync(restarted.Count == 0, $"no service was started again ({string.Join(", ", restarted)})");
    }

    /// <summary>Every process answers that it is alive, at once.</summary>
    public static async Task LiveAnswersAsync(ChaosScene scene)
    {
        foreach (var service in scene.Team.All)
        {
            var start = scene.Ledger.Now;
            var status = await service.StatusAsync("health/live");
            var time = scene.Ledger.Now - start;
            await scene.Findings.ExpectAsync(status == 200 && time <= LiveLimit, $"{service.Name} is alive within 1 s ({status} after {time.TotalSeconds:0.00} s)");
        }
    }

    /// <summary>Resident memory of a process.</summary>
    public static long MemoryOf(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(x => x.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
