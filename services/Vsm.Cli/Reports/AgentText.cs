using Vsm.Contracts.Http;
using Vsm.Hosting;

namespace Vsm.Cli.Reports;

/// <summary>An agent for people to read.</summary>
internal static class AgentText
{
    public static void Write(TextWriter writer, AgentView agent)
    {
        writer.WriteLine($"#{agent.Number} {agent.Name}  {agent.Status}{(agent.Reason is { } reason ? $" ({Safe.Line(reason, 200)})" : "")}");
        Field(writer, "id", agent.Id.ToString());
        Field(writer, "description", agent.Agent.Description);
        Field(writer, "kind", agent.Agent.Kind);
        Field(writer, "model", agent.Agent.Model);
        Field(writer, "capabilities", string.Join(", ", agent.Agent.Capabilities.Select(x => x.Name)));
        Field(writer, "at once", $"{agent.Agent.MaxConcurrentTasks}");
        if (agent.Metrics is { } metrics)
        {
            Field(writer, "tasks", $"{metrics.TasksCompleted} completed, {metrics.TasksFailed} failed, {metrics.Running} running");
            Field(writer, "cost", TaskText.Money(metrics.CostIncurred));
        }

        if (agent.Configuration is not { } configuration)
        {
            return;
        }

        Field(writer, "configuration", $"version {configuration.Version}");
        Field(writer, "time limit", Durations.Format(TimeSpan.FromMilliseconds(configuration.TaskTimeoutMs)));
        foreach (var (name, value) in configuration.Parameters.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            Field(writer, "parameter", $"{name} = {value}");
        }

        foreach (var (index, step) in configuration.Steps.Index())
        {
            Field(writer, $"step {index + 1}", $"{step.Function}({string.Join(", ", step.Parameters.Select(x => $"{x.Key}: {x.Value}"))})");
        }
    }

    private static void Field(TextWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteLine($"  {name + ":",-15} {Safe.Line(value, 500)}");
        }
    }
}
