namespace Vsm.Contracts.Http;

/// <summary>Says what is wrong with a task before it is taken.</summary>
public static class TaskRequestValidation
{
    /// <summary>The most characters that a task's content may have.</summary>
    public const int LongestContent = 65_536;

    /// <summary>Problems with their places, such as <c>requiredCapabilities[0]</c>; none: the task can be taken.</summary>
    public static IReadOnlyList<(string Path, string Message)> Validate(TaskRequest task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var problems = new ValidationProblems(OrganisationValidation.MostProblems);
        NullMembers.Find(problems, "", task);
        if (problems.Found.Count > 0)
        {
            return problems.Found;
        }

        problems.Text("content", task.Content, LongestContent);
        problems.Range("priority", task.Priority, 0, 9);
        problems.Count("references", task.References.Count, 100);
        problems.Count("parameters", task.Parameters.Count, 100);
        problems.Count("requiredCapabilities", task.RequiredCapabilities.Count, 100);
        foreach (var (index, name) in task.RequiredCapabilities.Index().Where(x => !OrganisationNames.IsCapability(x.Item)))
        {
            problems.Add($"requiredCapabilities[{index}]",
                $"'{ValidationProblems.Shown(name)}' is not a capability; expected {OrganisationNames.CapabilityExpected}");
        }

        if (task.CostLimit is { } limit)
        {
            problems.Range("costLimit", limit, 0m, OrganisationValidation.HighestCost);
        }

        Short("assignee", task.Assignee);
        Short("taskType", task.TaskType);
        Short("requestor", task.Requestor);
        return problems.Found;

        void Short(string path, string? value)
        {
            if (value is not null)
            {
                problems.Text(path, value, 200);
            }
        }
    }
}
