using System.Globalization;
using System.Threading.Channels;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>
/// Follows tasks by the stream, and asks for them now and then in case entries were missed. One loop handles everything that happens;
/// others only write to its channel.
/// </summary>
internal sealed class TaskFollower(VsmClient client, TimeProvider clock, bool waitForPeople) : IAsyncDisposable
{
    private const int MostHeld = 10_000;
    private const int AskedOneByOne = 32;

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    // Whatever the answer, the loop asks again, and the stream goes on meanwhile.
    private readonly VsmClient _once = client.Once;
    private readonly Channel<Happening> _happenings = Channel.CreateBounded<Happening>(1024);
    private readonly Dictionary<Guid, List<JournalEntryView>> _held = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly long _start = clock.GetTimestamp();
    private Task _pump = Task.CompletedTask;
    private bool _complete;
    private int _heldCount;
    private long? _failing;

    public TaskBoard Board { get; } = new(waitForPeople);

    /// <summary>Opens the stream; what is appended from then on is seen, or everything behind <paramref name="after"/>.</summary>
    public Task Start(Guid? task, long? after)
    {
        var stream = new EventStream(client, clock);
        _pump = Pump(stream, task, after);
        return stream.Connected;
    }

    /// <summary>Follows this one task: shows what happened already and takes up the stream behind that.</summary>
    public async Task StartBehindThePast(Guid id, IProgressView view, CancellationToken cancellation)
    {
        Board.Add(id);
        _complete = true;
        long last = 0;
        await foreach (var entry in client.Journal(id.ToString(), cancellation))
        {
            See(entry with { TaskId = id }, view);
            last = entry.Sequence;
        }

        Board.See(await client.Task(id.ToString(), cancellation));
        _ = Start(id, last);
    }

    /// <summary>Follow this task too. Callable from anywhere.</summary>
    public ValueTask Add(Guid id, CancellationToken cancellation) => _happenings.Writer.WriteAsync(new Happening(null, id), cancellation);

    /// <summary>No more tasks will be added.</summary>
    public ValueTask Complete(CancellationToken cancellation) => _happenings.Writer.WriteAsync(new Happening(null, null), cancellation);

    /// <summary>Returns when every task is final or, unless that is to be waited for, waits for a person.</summary>
    public async Task Settle(IProgressView view, CancellationToken cancellation)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.FromResult(true);
        var asking = Task.Delay(AskEvery, clock, leave.Token);
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                while (_happenings.Reader.TryRead(out var happening))
                {
                    Handle(happening, view);
                }

                view.Count(Board.Settled, Board.Total);
                if (_complete && Board.Settled == Board.Total)
                {
                    return;
                }

                if (reading.IsCompleted)
                {
                    reading = _happenings.Reader.WaitToReadAsync(leave.Token).AsTask();
                }

                if (await Task.WhenAny(reading, asking) == asking)
                {
                    await Ask(view, cancellation);
                    asking = Task.Delay(AskEvery, clock, leave.Token);
                }
                else
                {
                    await reading;
                }
            }
        }
        catch (CliException exception)
        {
            // Nobody reads any more, so nobody may wait for room.
            _happenings.Writer.TryComplete(exception);
            throw;
        }
        finally
        {
            await leave.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
    }

    private async Task Pump(EventStream stream, Guid? task, long? after)
    {
        try
        {
            await foreach (var entry in stream.Read(task, after, _stop.Token))
            {
                if (entry.TaskId is not null)
                {
                    await _happenings.Writer.WriteAsync(new Happening(entry, null), _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _happenings.Writer.TryComplete();
        }
        catch (CliException exception)
        {
            _happenings.Writer.TryComplete(exception);
        }
    }

    private void Handle(Happening happening, IProgressView view)
    {
        if (happening is { Entry: { } entry })
        {
            See(entry, view);
        }
        else if (happening is { Added: { } id })
        {
            Board.Add(id);
            foreach (var held in _held.Remove(id, out var entries) ? entries : [])
            {
                See(held, view);
            }
        }
        else
        {
            _complete = true;
            _held.Clear();
        }
    }

    private void See(JournalEntryView entry, IProgressView view)
    {
        var id = entry.TaskId!.Value;
        if (Board.Knows(id))
        {
            Board.See(entry);
            view.Line(Line(entry, Board.Label(id)));
        }
        else if (!_complete && _heldCount < MostHeld)
        {
            // A task's first entries may come before the answer to its hand-in.
            _heldCount++;
            (_held.TryGetValue(id, out var entries) ? entries : _held[id] = []).Add(entry);
        }
    }

    private string Line(JournalEntryView entry, string label) => string.Create(
        CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(_start).TotalSeconds,7:0.00}s {label,5}  {Safe.Line(entry.Summary, 200)}");

    private async Task Ask(IProgressView view, CancellationToken cancellation)
    {
        try
        {
            await foreach (var task in Views(Board.Unsettled, cancellation))
            {
                Board.See(task);
            }

            _failing = null;
        }
        catch (CliException exception) when (
            (exception.MayPass || exception.ExitCode == ExitCodes.Failed) && clock.GetElapsedTime(_failing ??= clock.GetTimestamp()) < client.Connection.Patience)
        {
            view.Line($"{exception.Message} Trying again.");
        }
    }

    private async IAsyncEnumerable<TaskView> Views(
        IReadOnlyList<Guid> tasks, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (tasks.Count <= AskedOneByOne)
        {
            foreach (var id in tasks)
            {
                yield return await _once.Task(id.ToString(), cancellation);
            }

            yield break;
        }

        // Enough pages for our own tasks among as many of others; what is not on them is asked for next time, when fewer are left.
        string? after = null;
        for (var page = 0; page < 2 + (tasks.Count / 50); page++)
        {
            var list = await _once.Tasks(100, after, null, cancellation);
            foreach (var task in list.Items.Where(x => Board.Knows(x.Id)))
            {
                yield return task;
            }

            if ((after = list.Next) is null)
            {
                yield break;
            }
        }
    }

    private readonly record struct Happening(JournalEntryView? Entry, Guid? Added);
}
