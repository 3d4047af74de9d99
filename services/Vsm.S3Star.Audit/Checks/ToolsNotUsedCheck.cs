using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class ToolsNotUsedCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "tools_not_used",
        Description = "None of the tools was called, not even in vain, by System 1's record.",
        Parameters = [new() { Name = "tools", Description = "the tools' names, separated by commas", Type = "list", Required = true }],
    };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) =>
        $"no call of {Text.List(ParameterRules.List(parameters, "tools"))}, whether it succeeded or not";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var tools = ParameterRules.List(parameters, "tools");
        var calls = packet.Result.ToolCalls.Where(call => tools.Contains(call.Tool, StringComparer.OrdinalIgnoreCase)).ToList();
        var recorded = Text.Count(packet.Result.ToolCalls.Count, "recorded call");
        return ValueTask.FromResult(calls.Count == 0
            ? CheckResult.NotViolated($"Of {recorded} none is of them.")
            : CheckResult.Violated(
                $"Of {recorded} {calls.Count} {(calls.Count == 1 ? "is" : "are")} of {Text.List(calls.Select(x => x.Tool).Distinct())}.",
                [.. calls.Take(OutputEvidence.MaxItems).Select(OutputEvidence.Of)]));
    }
}
