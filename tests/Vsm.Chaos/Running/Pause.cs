namespace Vsm.Chaos.Running;

/// <summary>Lets time pass, as the plan says.</summary>
internal static class Pause
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1); // no timer takes less

    public static async Task ForAsync(TimeSpan time, CancellationToken cancel)
    {
        if (time >= Shortest)
        {
            using var timer = new PeriodicTimer(time);
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    public static Task ForAsync(double seconds, CancellationToken cancel) => ForAsync(TimeSpan.FromSeconds(seconds), cancel);
}
