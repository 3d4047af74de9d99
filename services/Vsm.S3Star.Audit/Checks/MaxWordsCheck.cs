using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class MaxWordsCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "max_words",
        Description = "The output has at most so many words.",
        Parameters = [new() { Name = "max", Description = "how many words are allowed, from 1", Type = "integer", Required = true }],
    };

    public IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> parameters) => Limits.Errors(Description, parameters, "max");

    public Remedy? RemedyFor(IReadOnlyDictionary<string, string> parameters) => Limits.Remedy("max_words", parameters);

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) => $"at most {Text.Count(ParameterRules.Integer(parameters, "max"), "word")}";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var max = ParameterRules.Integer(parameters, "max");
        var words = Words.Find(packet.Output).ToList();
        var counted = $"The output has {words.Count}, counted as what stands between white space and holds a letter or a digit.";
        return ValueTask.FromResult(words.Count <= max
            ? CheckResult.NotViolated(counted)
            : CheckResult.Violated(
                $"{counted} Number {max + 1} and what follows is too much.",
                OutputEvidence.Range(packet.Output, words[max].Start, words[^1].End)));
    }
}
