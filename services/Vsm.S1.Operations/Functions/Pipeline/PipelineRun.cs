using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Functions;

/// <summary>One attempt of an agent at a task.</summary>
internal sealed class PipelineRun(
    FunctionCatalogue catalogue, AgentConfiguration configuration, AssignTaskMessage task, OpenContent open, TimeProvider clock)
    : IAttempt
{
    private readonly List<StepMeter> _meters = [];

    /// <summary>The calls so far, one per step that was begun; also after a failure or a cancellation.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => [.. _meters.Select(x => x.ToToolCall())];

    public Usage Usage { get; } = new() { Cost = configuration.CostPerTask };

    /// <returns>The output as text.</returns>
    /// <exception cref="FunctionException">The task, its data or a parameter cannot be worked on.</exception>
    public async Task<string> ExecuteAsync(CancellationToken cancellation)
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

        return await RenderAsync(data, plans[^1], cancellation);
    }

    internal static string? ReadFormat(StepPlan first)
    {
        var arguments = new FunctionArguments(first.Arguments);
        return arguments.Text(PipelineParameters.Format) is null ? null : arguments.Choice(PipelineParameters.Format, InputReading.Formats);
    }

    private async Task<string> RenderAsync(FunctionData data, StepPlan last, CancellationToken cancellation)
    {
        try
        {
            var output = await OutputWriting.WriteAsync(data, new FunctionArguments(last.Arguments), cancellation);
            _meters[^1].Text = data is Lines ? output : null;
            return output;
        }
        catch (Exception failure)
        {
            _meters[^1].Fail(failure);
            throw;
        }
    }
}
