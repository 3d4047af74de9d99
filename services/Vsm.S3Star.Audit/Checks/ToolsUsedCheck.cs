using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class ToolsUsedCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "tools_used",
        Description = "Each of the tools was called and succeeded, by System 1's record.",
        Parameters = [new() { Name = "tools", Description = "the tools' names, separated by commas", Type = "list", Required = true }],
    };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) =>
        $"{Text.List(ParameterRules.List(parameters, "tools"))} must have been called at least once and succeeded";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var tools = ParameterRules.List(parameters, "tools");
        var calls = packet.Result.ToolCalls.Where(call => tools.Contains(call.Tool, StringComparer.OrdinalIgnoreCase)).ToList();
        var succeeded = calls.Where(call => call.Outcome == ToolCallOutcome.Succeeded).ToList();
        var missing = tools.Except(succeeded.Select(call => call.Tool), StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count == 0)
        {
            var first = succeeded.DistinctBy(call => call.Tool, StringComparer.OrdinalIgnoreCase).Take(OutputEvidence.MaxItems);
            return ValueTask.FromResult(CheckResult.NotViolated(
                $"Of {Text.Count(packet.Result.ToolCalls.Count, "recorded call")} each has at least one.", [.. first.Select(OutputEvidence.Of)]));
        }

        var failed = calls.Where(call => missing.Contains(call.Tool, StringComparer.OrdinalIgnoreCase)).Take(OutputEvidence.MaxItems).ToList();
        var tried = failed.Count == 0 ? "" : " Calls that failed do not count.";
        return ValueTask.FromResult(CheckResult.Violated(
            $"Of {Text.Count(packet.Result.ToolCalls.Count, "recorded call")} none that succeeded is of {Text.List(missing)}.{tried}",
            [.. failed.Select(OutputEvidence.Of)]));
    }
}
