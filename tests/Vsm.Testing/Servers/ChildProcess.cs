using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vsm.Testing.Servers;

/// <summary>
/// A program in a process group of its own, whose output goes to a file. It ends with this process, however that ends.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int NoSuchProcess = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly string _log;
    private int _left;

    private ChildProcess(string name, Process process, string log)
    {
        Name = name;
        Pid = process.Id;
        _process = process;
        _log = log;
        Ended = WaitAsync();
    }

    public string Name { get; }

    /// <summary>The program itself: nothing stands between it and this process.</summary>
    public int Pid { get; }

    public bool HasExited => Ended.IsCompleted;

    /// <summary>As the program ended; 128 and the signal's number where a signal ended it.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Done once the program has ended.</summary>
    public Task Ended { get; }

    /// <summary>Starts a program; its output is appended to a file.</summary>
    public static ChildProcess Start(
        string name, string log, IReadOnlyDictionary<string, string?> environment, string program, params IEnumerable<string> arguments)
    {
        // Every one of these replaces itself by the next, so that the process is the program in the end.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", name, log, program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        Reaper.Started(process.Id);
        return new ChildProcess(name, process, log);
    }

    /// <summary>Sends a signal; nothing happens when the program has ended.</summary>
    public void Signal(int signal)
    {
        if (!HasExited)
        {
            Signal(Pid, signal);
        }
    }

    /// <summary>Sends a signal to a child of a child; nothing happens when there is no such process.</summary>
    internal static void Signal(int pid, int signal)
    {
        if (kill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new InvalidOperationException($"Process {pid} could not be sent signal {signal}: error {error}.");
        }
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        Signal(Signals.Kill);
        await Ended.WaitAsync(Patience);
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync(TimeSpan limit, int signal = Signals.Terminate)
    {
        Signal(signal);
        try
        {
            await Ended.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} has not ended within {limit.TotalSeconds:0} seconds.\n{LogEnd()}");
        }
    }

    /// <summary>The end of what it wrote.</summary>
    public string LogEnd(int lines = 40) => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(lines)) : "";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            _process.Dispose();
        }
    }

    private async Task WaitAsync()
    {
        await _process.WaitForExitAsync();
        ExitCode = _process.ExitCode;
        Reaper.Ended(Pid);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
}
