using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Benchmarks.Ours;

/// <summary>One agent that returns at once, after one call of a built-in function, and one policy with a cheap check.</summary>
internal static class TestOrganisation
{
    public const string Capability = "extract-fields";

    /// <summary>Of an agent whose function does not return: it waits for a file that nobody writes.</summary>
    public const string Stuck = "wait-for-a-file";

    /// <summary>A task's content, which the function makes a record of.</summary>
    public const string Content = "order 4711: 3 pallets of paper for the north warehouse, wanted by Friday";

    private static readonly TimeSpan LongestTask = TimeSpan.FromHours(6);

    /// <summary>The organisation of one agent.</summary>
    public static OrganisationRequest Of(int concurrentTasks) => new()
    {
        Name = "benchmark",
        Purpose = "Show what a governed task costs when its work costs nothing.",
        Systems = [Extractor("extractor", Capability, concurrentTasks)],
        Policies =
        [
            new PolicySpecification
            {
                Name = "short-results",
                Rule = "A result has at most 100 words.",
                Readings = [new PolicyCheck { Check = "max_words", Parameters = new Dictionary<string, string> { ["max"] = "100" } }],
            },
        ],
    };
    /// <summary>The same with the agent that never gets done.</summary>
    public static OrganisationRequest WithStuckAgent(int concurrentTasks)
    {
        var organisation = Of(concurrentTasks);
        return organisation with { Systems = [.. organisation.Systems, Extractor("waiter", Stuck, 1)] };
    }

    private static SystemSpecification Extractor(string name, string capability, int concurrentTasks) => new()
    {
        Name = name,
        Capabilities = [new Capability { Name = capability }],
        Steps =
        [
            new FunctionStep
            {
                Function = "extract",
                Parameters = new Dictionary<string, string> { ["pattern"] = "^order (?<order>[0-9]+): (?<text>.*)$" },
            },
        ],
        MaxConcurrentTasks = concurrentTasks,
        TaskTimeoutMs = (long)LongestTask.TotalMilliseconds,
    };
}
