using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Tasks;

/// <summary>Counts a try that failed, and decides whether there is another.</summary>
internal sealed class CountFailure(IOptions<TaskOptions> options) : TaskActivity
{
    protected override Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        if (task.Money is { NeededBy: not null })
        {
            return Task.CompletedTask; // money is what it lacks
        }

        task.Failures++;
        if (task.Routing is null && task.Failures >= options.Value.Failures)
        {
            task.Reason = $"Failed {task.Failures} times, at last: {task.Reason}";
            task.Routing = new RoutingDecision.Impossible(task.Reason);
        }

        return Task.CompletedTask;
    }
}

/// <summary>The agent has one task less.</summary>
internal sealed class FreeAgent(AgentDirectory directory) : TaskActivity
{
    protected override Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        if (context.Saga.AgentId is { } agent)
        {
            directory.Finished(agent);
        }

        return Task.CompletedTask;
    }
}
