using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Chaos.Planning;

/// <summary>Who works on the tasks of the plan, and under which policies.</summary>
internal static class Organisation
{
    public const string Vsm = "chaos";
    private const long HangLimitMs = 2_000;

    public static ApplyOrganisation Command { get; } = new()
    {
        RequestId = Guid.Empty,
        Vsm = Vsm,
        Name = "chaos",
        Purpose = "Go on, whatever breaks.",
        Systems =
        [
            Of(TaskKind.Sum, "aggregate", ("group_by", "region"), ("sum", "amount as total"), ("format", "csv"), ("output_format", "json")),
            Of(TaskKind.Effect, "chaos-effect", ("format", "text")),
            Of(TaskKind.Throw, "chaos-throw", ("format", "text")),
            Of(TaskKind.Hang, "chaos-hang", ("format", "text")) with { TaskTimeoutMs = HangLimitMs },
            Of(TaskKind.Summary, "summarise", ("format", "text"), ("max_sentences", "4")),
            Of(TaskKind.Person, "summarise", ("format", "text"), ("max_sentences", "4")),
        ],
        Policies =
        [
            new() { Name = "something", Rule = "A result says something.", Readings = [Check("min_words", ("min", "1"))] },
            new() { Name = "short", Rule = "A summary has at most 2 sentences.", AppliesTo = [CapabilityOf(TaskKind.Summary)], Readings = [Check("max_sentences", ("max", "2"))] },
            new() { Name = "impossible", Rule = "A result says what nobody says.", AppliesTo = [CapabilityOf(TaskKind.Person)], Readings = [Check("must_match", ("pattern", "^nobody says this$"))] },
        ],
    };

    /// <summary>The capability, and the name, of the System 1 that a kind of task is for.</summary>
    public static string CapabilityOf(TaskKind kind) => kind.ToString().ToLowerInvariant();

    private static SystemSpecification Of(TaskKind kind, string function, params (string Name, string Value)[] parameters) => new()
    {
        Name = CapabilityOf(kind),
        Capabilities = [new Capability { Name = CapabilityOf(kind) }],
        Steps = [new FunctionStep { Function = function, Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) }],
        MaxConcurrentTasks = 16,
    };

    private static PolicyCheck Check(string name, params (string Name, string Value)[] parameters) =>
        new() { Check = name, Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) };
}
