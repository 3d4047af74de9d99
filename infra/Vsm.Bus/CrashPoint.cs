using System.Diagnostics;
using System.Globalization;

namespace Vsm.Bus;

/// <summary>
/// Places where a test of crashes may end the process as <c>kill -9</c> would: with <c>VSM_CRASH_AT=point:n</c> it ends when the point is reached for
/// the n-th time. Without that variable a point costs one comparison.
/// </summary>
public static class CrashPoint
{
    private static readonly (string Name, int Count)? At = Read(Environment.GetEnvironmentVariable("VSM_CRASH_AT"));
    private static int _reached;

    /// <summary>Whether this process is to end at one.</summary>
    public static bool IsSet => At is not null;

    public static void Reached(string point)
    {
        if (At is { } at && at.Name == point && Interlocked.Increment(ref _reached) == at.Count)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite); // nothing may happen between the signal and the end
        }
    }

    private static (string Name, int Count)? Read(string? setting)
    {
        if (string.IsNullOrEmpty(setting))
        {
            return null;
        }

        var parts = setting.Split(':');
        return (parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1);
    }
}
