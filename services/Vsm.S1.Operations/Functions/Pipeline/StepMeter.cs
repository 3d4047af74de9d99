using System.Globalization;
using System.Runtime.CompilerServices;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Functions;

/// <summary>Counts what a step gives, and the time spent in it while the steps behind it read.</summary>
internal sealed class StepMeter(string id, StepPlan plan, StepMeter? upstream, TimeProvider clock)
{
    private DateTimeOffset? _startedAt;
    private TimeSpan _preparing;
    private TimeSpan _reading;
    private long _items;
    private string _unit = "records";
    private Exception? _failure;

    public string Id => id;

    public string? Text { get; set; }

    public FunctionContext? Context { get; private set; }

    /// <summary>Has the step take its input; it works once the answer is read.</summary>
    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        Context = context;
        var start = Start();
        try
        {
            return plan.Function.Run(input, context) switch
            {
                Records records => FunctionData.Of(MeasureAsync(records.Items, context.Cancellation), records.Names),
                Lines lines => Lines(lines, context.Cancellation),
                var other => throw new InvalidOperationException($"{plan.Function.Description.Name} gave {other.GetType()}."),
            };
        }
        catch (Exception failure)
        {
            _failure = failure;
            throw;
        }
        finally
        {
            _preparing += clock.GetElapsedTime(start);
        }
    }

    /// <summary>The failure of what stands behind the last step: writing its output.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    public ToolCall ToToolCall()
    {
        var before = upstream?._reading ?? TimeSpan.Zero; // reading from this step is reading from the one before it, too
        return new ToolCall
        {
            Id = id,
            Tool = plan.Function.Description.Name,
            Arguments = plan.Arguments.ToDictionary(x => x.Key, x => Cut.ToBytes(x.Value, FunctionLimits.RecordedBytes)),
            Outcome = _failure is null ? ToolCallOutcome.Succeeded : ToolCallOutcome.Failed,
            Result = Cut.ToBytes(Result(), FunctionLimits.RecordedBytes),
            StartedAt = _startedAt ?? clock.GetUtcNow(),
            DurationMs = Math.Max(0, (_preparing + _reading - before).TotalMilliseconds),
        };
    }

    private string Result()
    {
        if (_failure is not null)
        {
            return upstream?._failure is null
                ? Reason(_failure)
                : $"Stopped, because step {upstream.FirstFailed()} before it failed.";
        }

        var counts = upstream is null ? Counted() : $"{Counted()} of {upstream.Counted()}";
        var summary = string.Join("; ", [counts, .. Context?.Notes ?? []]);
        return Text is null ? summary : $"{summary}: {Text}";
    }

    private string Counted() => string.Create(CultureInfo.InvariantCulture, $"{_items} {(_items == 1 ? _unit[..^1] : _unit)}");

    private static string Reason(Exception failure) => failure switch
    {
        OperationCanceledException => "Cancelled.",
        FunctionException => failure.Message,
        _ => $"{failure.GetType().Name}: {failure.Message}",
    };

    private string FirstFailed() => upstream?._failure is null ? id : upstream.FirstFailed();

    private FunctionData Lines(Lines lines, CancellationToken cancellation)
    {
        _unit = "lines";
        return FunctionData.Of(MeasureAsync(lines.Items, cancellation));
    }

    private async IAsyncEnumerable<T> MeasureAsync<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var enumerator = items.GetAsyncEnumerator(cancellation);
        while (await MoveNextAsync(enumerator, cancellation))
        {
            yield return enumerator.Current;
        }
    }

    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> enumerator, CancellationToken cancellation)
    {
        var start = Start();
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var more = await enumerator.MoveNextAsync();
            _items += more ? 1 : 0;
            return more;
        }
        catch (Exception failure)
        {
            _failure = failure;
            throw;
        }
        finally
        {
            _reading += clock.GetElapsedTime(start);
        }
    }

    private long Start()
    {
        _startedAt ??= clock.GetUtcNow();
        return clock.GetTimestamp();
    }
}
