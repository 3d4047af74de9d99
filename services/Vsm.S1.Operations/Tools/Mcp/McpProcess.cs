using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>A server that was started here, the first of a process group of its own, which is ended whole.</summary>
internal sealed class McpProcess : IAsyncDisposable
{
    private const int Kill = 9;
    private const int MostOfErrors = 2_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly string? GroupMaker = OperatingSystem.IsLinux() ? new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists) : null;
    private static readonly ConcurrentDictionary<McpProcess, bool> Living = new();
    private readonly Process _process;
    private readonly TimeProvider _clock;
    private readonly Task _errors;
    private string _lastErrors = "";

    static McpProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Living.Keys)
        {
            process.End();
        }
    };

    private McpProcess(Process process, TimeProvider clock)
    {
        (_process, _clock) = (process, clock);
        Living[this] = true;
        _errors = ReadErrorsAsync();
    }

    public int Id => _process.Id;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The end of what it wrote of errors, for the operator.</summary>
    public string Errors => _lastErrors;

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static McpProcess Start(AllowedCommand command, McpServerSettings server, TimeProvider clock)
    {
        var start = new ProcessStartInfo(GroupMaker ?? command.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Folder ?? Path.GetTempPath(),
        };
        foreach (var argument in (string[])[.. GroupMaker is null ? (string[])[] : [command.Path], .. command.Arguments, .. command.TakesArguments ? server.Arguments : []])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in server.Environment.Where(x => command.Variables.Contains(x.Key)).Concat(command.Environment))
        {
            start.Environment[name] = value;
        }

        return new McpProcess(Process.Start(start)!, clock);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Living.TryRemove(this, out _))
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Grace, _clock);
        }
        catch (Exception stubborn) when (stubborn is TimeoutException or IOException)
        {
            // It is ended below, as is what it started.
        }

        End();
        await _process.WaitForExitAsync();
        await _errors;
        _process.Dispose();
    }

    private void End()
    {
        if (GroupMaker is not null)
        {
            _ = SendSignal(-_process.Id, Kill);
        }
        else if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    private async Task ReadErrorsAsync()
    {
        var buffer = new byte[4_096];
        try
        {
            while (await _process.StandardError.BaseStream.ReadAsync(buffer) is > 0 and var read)
            {
                var all = _lastErrors + Encoding.UTF8.GetString(buffer, 0, read);
                _lastErrors = all.Length > MostOfErrors ? all[^MostOfErrors..] : all;
            }
        }
        catch (IOException)
        {
            // It ended.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
