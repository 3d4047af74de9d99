using System.Diagnostics;

namespace Vsm.Testing.Servers;

/// <summary>
/// Ends what this process started and removes its folders when the process itself has ended without doing so, `kill -9` included: a shell that reads
/// what there is to clean up until nobody writes any more.
/// </summary>
internal static class Reaper
{
    private const string Script =
        """
        trap '' INT TERM HUP
        pids=' ' folders=' '
        while read -r what which; do
          case $what in
            started) pids="$pids$which " ;;
            ended) case $pids in *" $which "*) pids="${pids%%" $which "*} ${pids#*" $which "}" ;; esac ;;
            made) folders="$folders$which " ;;
            removed) case $folders in *" $which "*) folders="${folders%%" $which "*} ${folders#*" $which "}" ;; esac ;;
          esac
        done
        for pid in $pids; do kill -KILL "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null; done
        for folder in $folders; do rm -rf "$folder"; done
        """;

    private static readonly Lock Writing = new();
    private static readonly Lazy<Process> Shell = new(Start);

    /// <summary>The leader of a process group that is to be killed.</summary>
    public static void Started(int pid) => Write($"started {pid}");

    /// <summary>It has ended: its number may be somebody else's from now on.</summary>
    public static void Ended(int pid) => Write($"ended {pid}");

    public static void Made(string folder) => Write($"made {folder}");

    public static void Removed(string folder) => Write($"removed {folder}");

    private static void Write(string line)
    {
        lock (Writing)
        {
            Shell.Value.StandardInput.WriteLine(line);
            Shell.Value.StandardInput.Flush();
        }
    }

    private static Process Start() =>
        Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script]) { RedirectStandardInput = true })
        ?? throw new InvalidOperationException("setsid could not be started.");
}
