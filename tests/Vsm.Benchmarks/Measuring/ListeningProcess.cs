using System.Globalization;

namespace Vsm.Benchmarks.Measuring;

/// <summary>Finds the process behind a port of this machine.</summary>
internal static class ListeningProcess
{
    private const string Listening = "0A";

    /// <summary>The id of the process that listens; of a server with children, the parent.</summary>
    public static int On(int port)
    {
        HashSet<string> sockets = [.. ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists)
            .SelectMany(x => Sockets(File.ReadLines(x), port)).Select(x => $"socket:[{x}]")];
        int[] found = [.. Directory.EnumerateDirectories("/proc").Select(x => Path.GetFileName(x))
            .Where(x => int.TryParse(x, CultureInfo.InvariantCulture, out _) && Holds(x, sockets)).Select(x => int.Parse(x, CultureInfo.InvariantCulture))];
        return found.Length > 0
            ? found.Min()
            : throw new InvalidOperationException($"No process of this user is seen to listen on port {port}; the servers have to run on this machine, outside containers.");
    }

    /// <summary>Inodes of the sockets that listen on the port, of lines as in <c>/proc/net/tcp</c>.</summary>
    internal static IEnumerable<string> Sockets(IEnumerable<string> lines, int port) =>
        from line in lines.Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal)
        select fields[9];

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(x => new FileInfo(x).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or another user's
        }
    }
}
