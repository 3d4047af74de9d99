using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Vsm.Contracts.Dashboard;
using Vsm.S1.Operations.Functions;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>
/// Holds every task at a gate until the test opens it; tasks whose text is <c>free</c> pass, <c>broken</c> ones fail as no function should, and
/// <c>mended</c> ones do so the first time only.
/// </summary>
internal sealed class GateFunction(string name = "gate", bool idempotent = true) : IAgentFunction
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly Lock _lock = new();
    private int _inside;

    public CatalogueItem Description { get; } = new() { Name = name, Description = "Waits." };

    public bool Idempotent => idempotent;

    /// <summary>The most tasks that were at the gate at once.</summary>
    public int Most { get; private set; }

    public ConcurrentQueue<string> Seen { get; } = [];

    public void Open() => _open.TrySetResult();

    /// <summary>Waits for the next task that comes to the gate.</summary>
    public async Task<string> ArrivalAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _arrivals.Reader.ReadAsync(limit.Token);
    }

    public FunctionData Run(FunctionData input, FunctionContext context) => FunctionData.Of(WorkAsync(context.Task, context.Cancellation));

    private async IAsyncEnumerable<Line> WorkAsync(string task, [EnumeratorCancellation] CancellationToken cancel)
    {
        Seen.Enqueue(task);
        if (task == "broken" || (task == "mended" && Seen.Count(x => x == task) == 1))
        {
            throw new InvalidOperationException("The function has a fault.");
        }

        if (task is not ("free" or "mended"))
        {
            lock (_lock)
            {
                Most = Math.Max(Most, ++_inside);
            }

            _arrivals.Writer.TryWrite(task);
            try
            {
                await _open.Task.WaitAsync(cancel);
            }
            finally
            {
                lock (_lock)
                {
                    _inside--;
                }
            }
        }

        yield return new Line($"did {task}");
    }
}
