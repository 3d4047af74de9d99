using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Benchmarks.Ours;

/// <summary>One agent that returns at once, after one call of a built-in function, and one policy with a cheap check.</summary>
internal static class TestOrganisation
{
    public const string Capability = "extract-fields";

    /// <summary>A task's content, which the function makes a record of.</summary>
    public const string Content = "order 4711: 3 pallets of paper for the north warehouse, wanted by Friday";

    public static OrganisationRequest Of(int concurrentTasks) => new()
    {
        Name = "benchmark",
        Purpose = "Show what a governed task costs when its work costs nothing.",
        Systems =
        [
            new SystemSpecification
            {
                Name = "extractor",
                Capabilities = [new Capability { Name = Capability }],
                Steps =
                [
                    new FunctionStep
                    {
                        Function = "extract",
                        Parameters = new Dictionary<string, string> { ["pattern"] = "^order (?<order>[0-9]+): (?<text>.*)$" },
                    },
                ],
                MaxConcurrentTasks = concurrentTasks,
            },
        ],
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
}
