using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Vsm.Testing;

/// <summary>A program as a process of its own, with all that it writes.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _out = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _out), ReadAsync(process.StandardError, null));
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What went to standard output alone.</summary>
    public string Out
    {
        get
        {
            lock (_lock)
            {
                return _out.ToString();
            }
        }
    }

    /// <summary>All that was written, in the order in which it came.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts a program of this tree, from where the build put it.</summary>
    public static ServiceProcess Start(
        string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null, string? folder = null)
    {
        // A process started in a shell's background ignores Ctrl+C, and so would what it starts.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Programs.PathOf(project), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Programs.Root,
        };
        foreach (var variable in start.Environment.Keys.Where(x => x.StartsWith("VSM", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        foreach (var (key, value) in (settings ?? new Dictionary<string, string>()).Concat(Failures.Wanted()))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{project} could not be started.");
        process.StandardInput.Close();
        return new ServiceProcess(project, process);
    }

    /// <summary>Waits until the program serves, and says where.</summary>
    public async Task<Uri> StartedAsync(TimeSpan? limit = null) =>
        new(StartedLine().Match(await LineAsync(StartedLine().IsMatch, "Started; HTTP on", limit)).Groups[1].Value);

    /// <summary>Waits for a line that contains the text.</summary>
    public Task<string> LineAsync(string text) => LineAsync(x => x.Contains(text, StringComparison.Ordinal), text);

    /// <summary>Waits for the end of the program by itself.</summary>
    public async Task<int> ExitAsync(TimeSpan? limit = null)
    {
        using var timeout = new CancellationTokenSource(limit ?? Patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            await _reading.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} has not ended within {(limit ?? Patience).TotalSeconds:0} seconds.\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal such as <c>TERM</c> or <c>INT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Asks the program to end, and waits until it has.</summary>
    public async Task<int> StopAsync(TimeSpan? limit = null)
    {
        await SignalAsync("TERM");
        return await ExitAsync(limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> LineAsync(Func<string, bool> fits, string what, TimeSpan? limit = null)
    {
        var patience = limit ?? Patience;
        using var timeout = new CancellationTokenSource(patience);
        for (var next = 0; ;)
        {
            Task changed;
            lock (_lock)
            {
                for (; next < _lines.Count; next++)
                {
                    if (fits(_lines[next]))
                    {
                        return _lines[next];
                    }
                }

                changed = _changed.Task;
            }

            if (_reading.IsCompleted)
            {
                throw new InvalidOperationException($"{Name} ended without a line '{what}'.\n{Output}");
            }

            try
            {
                await Task.WhenAny(changed, _reading).WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Name} wrote no line '{what}' within {patience.TotalSeconds:0} seconds.\n{Output}");
            }
        }
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder? kept)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lines.Add(line);
                kept?.AppendLine(line);
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    [GeneratedRegex(@"Started; HTTP on (http://\S+)")]
    private static partial Regex StartedLine();
}
