using System.Text.RegularExpressions;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class MustNotMatchCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "must_not_match",
        Description = "The output matches a pattern nowhere.",
        Parameters = [new() { Name = "pattern", Description = "a regular expression, case-sensitive", Type = "pattern", Required = true }],
    };

    public Remedy? RemedyFor(IReadOnlyDictionary<string, string> parameters) =>
        new() { Parameter = "redact_pattern", Value = parameters["pattern"] };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) =>
        $"nowhere does the output match the pattern {Text.Cut(parameters["pattern"], 200)}";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var regex = PolicyPattern.Parse(parameters["pattern"]);
        var hits = new List<Evidence>();
        try
        {
            var match = regex.Match(packet.Output);
            for (; match.Success && hits.Count < OutputEvidence.MaxItems; match = match.NextMatch())
            {
                cancellationToken.ThrowIfCancellationRequested();
                hits.Add(OutputEvidence.Range(packet.Output, match.Index, match.Index + match.Length));
            }

            var more = match.Success ? "at least " : "";
            return ValueTask.FromResult(hits.Count == 0
                ? CheckResult.NotViolated("Nothing in the output matches it.")
                : CheckResult.Violated($"The output matches it {more}{Text.Count(hits.Count, "time")}.", hits));
        }
        catch (RegexMatchTimeoutException) when (hits.Count > 0)
        {
            return ValueTask.FromResult(CheckResult.Violated(
                $"The output matches it at least {Text.Count(hits.Count, "time")}; looking for more took too long.", hits));
        }
        catch (RegexMatchTimeoutException)
        {
            return ValueTask.FromResult(PolicyPattern.TimedOut());
        }
    }
}
