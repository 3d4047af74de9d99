using System.Text.RegularExpressions;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class MustMatchCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "must_match",
        Description = "The output matches a pattern somewhere.",
        Parameters = [new() { Name = "pattern", Description = "a regular expression, case-sensitive", Type = "pattern", Required = true }],
    };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) =>
        $"somewhere the output matches the pattern {Text.Cut(parameters["pattern"], 200)}";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        try
        {
            var match = PolicyPattern.Parse(parameters["pattern"]).Match(packet.Output);
            return ValueTask.FromResult(match.Success
                ? CheckResult.NotViolated("The output matches it.", OutputEvidence.Range(packet.Output, match.Index, match.Index + match.Length))
                : CheckResult.Violated("Nothing in the output matches it.", OutputEvidence.Whole(packet.Output)));
        }
        catch (RegexMatchTimeoutException)
        {
            return ValueTask.FromResult(PolicyPattern.TimedOut());
        }
    }
}
