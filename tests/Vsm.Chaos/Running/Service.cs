using Vsm.Chaos.Recording;
using Vsm.Testing.Servers;

namespace Vsm.Chaos.Running;

/// <summary>
/// One process of a service, looked after as a supervisor would: started again when it has ended, ended when it says that it should be.
/// </summary>
internal sealed class Service : IAsyncDisposable
{
    private const int MostSilences = 3;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(4) };
    private readonly Func<string?, ChildProcess> _start;
    private readonly Ledger _ledger;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private volatile ChildProcess _process;
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _held;
    private volatile ChildProcess? _killed;

    public Service(string name, Uri address, Ledger ledger, Func<string?, ChildProcess> start)
    {
        Name = name;
        Address = address;
        _ledger = ledger;
        _start = start;
        _process = start(null);
        _watching = Task.WhenAll(SuperviseAsync(), WatchAsync());
    }

    public string Name { get; }

    public Uri Address { get; }

    public ChildProcess Process => _process;

    public int Starts { get; private set; } = 1;

    /// <summary>Asked at every start: the point at which the process is to end itself.</summary>
    public Func<string?>? CrashAt { get; set; }

    /// <summary>Told of every end, before the process is started again: whether it came from within.</summary>
    public Action<bool>? HasEnded { get; set; }

    /// <summary>Waits until it has started.</summary>
    public Task ReadyAsync(CancellationToken cancel) => _ready.Task.WaitAsync(cancel);

    /// <summary><c>kill -9</c>; it is started again.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        var killed = _process;
        _killed = killed;
        BeNotReady();
        killed.Signal(Signals.Kill);
        await killed.Ended.WaitAsync(cancel);
    }

    /// <summary>SIGTERM; it is started again. Returns how long it took to end, and its exit code.</summary>
    public async Task<(TimeSpan Time, int ExitCode)> StopAsync(TimeSpan limit)
    {
        var stopped = _process;
        var start = _ledger.Now;
        _killed = stopped;
        BeNotReady();
        await stopped.StopAsync(limit);
        return (_ledger.Now - start, stopped.ExitCode);
    }

    /// <summary>From now on it stays down once it has ended, until it is let go.</summary>
    public void Hold() => _held = true;

    public void LetGo() => _held = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _process.DisposeAsync();
        await _watching;
        _end.Dispose();
    }

    private void BeNotReady()
    {
        if (_ready.Task.IsCompleted)
        {
            _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                await UntilReadyAsync();
                await _process.Ended.WaitAsync(_end.Token);
                BeNotReady();
                HasEnded?.Invoke(!ReferenceEquals(_killed, _process));
                if (_process.ExitCode is not (0 or 128 + Signals.Kill))
                {
                    _ledger.Disturb($"{Name} ended by itself with {_process.ExitCode}");
                }

                do
                {
                    await Pause.ForAsync(RestartPause, _end.Token);
                }
                while (_held);

                _process = _start(CrashAt?.Invoke());
                Starts++;
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task UntilReadyAsync()
    {
        while (!_process.HasExited)
        {
            if (await StatusAsync("health/startup") == 200)
            {
                _ready.TrySetResult();
                return;
            }

            await Pause.ForAsync(0.2, _end.Token);
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            var silences = 0;
            while (true)
            {
                await Pause.ForAsync(LiveInterval, _end.Token);
                silences = _ready.Task.IsCompleted && await StatusAsync("health/live") is >= 500 ? silences + 1 : 0;
                if (silences == MostSilences)
                {
                    _ledger.Disturb($"{Name} started again as it said that it is not alive");
                    silences = 0;
                    await KillAsync(_end.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>The status that a path answers with; 0 for none.</summary>
    public async Task<int> StatusAsync(string path)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Address, path), _end.Token);
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !_end.IsCancellationRequested)
        {
            return 0;
        }
    }
}
