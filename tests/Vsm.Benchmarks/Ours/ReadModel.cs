using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Benchmarks.Ours;

/// <summary>What the dashboard shows, as the last to hear of a task.</summary>
internal sealed class ReadModel(Team team)
{
    private const int PageLimit = 200;
    private const int Samples = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Waits until the tasks' ends are seen, at small cost: looks at some of them only, the last included.</summary>
    public async Task CatchUpAsync(IReadOnlyList<Guid> tasks)
    {
        var step = Math.Max(1, tasks.Count / Samples);
        foreach (var task in tasks.Reverse().Where((_, index) => index % step == 0))
        {
            await Eventually.ReadAsync($"task {task} in the read model", () => StateAsync(task), TaskStates.IsFinal, Patience);
        }
    }

    /// <summary>Which of the tasks are not approved.</summary>
    public async Task<IReadOnlyCollection<Guid>> NotApprovedAsync(IReadOnlyCollection<Guid> tasks)
    {
        var left = tasks.ToHashSet();
        string? after = null;
        // Lists are newest first; what was handed in last stands in front.
        for (var seen = 0; left.Count > 0 && seen < 2 * tasks.Count + PageLimit; seen += PageLimit)
        {
            var page = await team.GetAsync<Page<TaskView>>($"tasks?state={TaskStates.Approved}&limit={PageLimit}" + (after is null ? "" : $"&after={after}"));
            left.ExceptWith(page.Items.Select(x => x.Id));
            after = page.Next;
            if (after is null)
            {
                break;
            }
        }

        return left;
    }

    private async Task<string> StateAsync(Guid task)
    {
        using var answer = await team.Http.GetAsync($"tasks/{task}");
        return answer.IsSuccessStatusCode ? (await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<TaskView>(answer.Content, Team.Json))!.State : "unknown";
    }
}
