using System.Text;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Functions;

/// <summary>One attempt of an agent at a task.</summary>
internal sealed class PipelineRun(
    FunctionCatalogue catalogue, AgentConfiguration configuration, AssignTaskMessage task, OpenContent open, TimeProvider clock)
    : IStreamedAttempt
{
    private readonly List<StepMeter> _meters = [];

    /// <summary>The calls so far, one per step that was begun; also after a failure or a cancellation.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => [.. _meters.Select(x => x.ToToolCall())];

    public Usage Usage { get; } = new() { Cost = configuration.CostPerTask };

    /// <returns>The output as text; a large one is not collected.</returns>
    /// <exception cref="FunctionException">The task, its data or a parameter cannot be worked on.</exception>
    public async Task<string> ExecuteAsync(CancellationToken cancellation)
    {
        var output = new StringBuilder();
        var bytes = 0L;
        await WriteAsync(CollectAsync, cancellation);
        return output.ToString();

        ValueTask CollectAsync(string text, CancellationToken cancel)
        {
            output.Append(text);
            bytes += Encoding.UTF8.GetByteCount(text);
            return bytes <= FunctionLimits.OutputBytes ? ValueTask.CompletedTask : throw new FunctionException(
                $"The output passes {FunctionLimits.OutputBytes / 1024} KiB: aggregate further, select fewer fields, or set a smaller 'limit'.");
        }
    }

    /// <exception cref="FunctionException">The task, its data or a parameter cannot be worked on.</exception>
    public async Task WriteAsync(WriteText write, CancellationToken cancellation)
    {
        var plans = StepPlan.Create(catalogue, configuration, task.Parameters);
        var format = ReadFormat(plans[0]);
        var data = InputReading.Read(task.Content, task.References, format, open, cancellation);
        foreach (var plan in plans)
        {
            var meter = new StepMeter($"{_meters.Count + 1}", plan, _meters.LastOrDefault(), clock);
            _meters.Add(meter);
            data = meter.Run(data, new FunctionContext
            {
                Arguments = new FunctionArguments(plan.Arguments),
                Task = task.Content,
                TaskId = task.TaskId,
                Attempt = task.Attempt,
                Cancellation = cancellation,
            });
        }

        await RenderAsync(data, plans[^1], write, cancellation);
    }

    internal static string? ReadFormat(StepPlan first)
    {
        var arguments = new FunctionArguments(first.Arguments);
        return arguments.Text(PipelineParameters.Format) is null ? null : arguments.Choice(PipelineParameters.Format, InputReading.Formats);
    }

    private async Task RenderAsync(FunctionData data, StepPlan last, WriteText write, CancellationToken cancellation)
    {
        var beginning = new StringBuilder();
        try
        {
            await OutputWriting.WriteAsync(data, new FunctionArguments(last.Arguments), NoteAsync, cancellation);
            _meters[^1].Text = data is Lines ? beginning.ToString() : null;
        }
        catch (Exception failure)
        {
            _meters[^1].Fail(failure);
            throw;
        }

        ValueTask NoteAsync(string text, CancellationToken cancel)
        {
            beginning.Append(text.AsSpan(0, Math.Clamp(FunctionLimits.RecordedBytes - beginning.Length, 0, text.Length)));
            return write(text, cancel);
        }
    }
}
