using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class MaxSentencesCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "max_sentences",
        Description = "The output has at most so many sentences.",
        Parameters = [new() { Name = "max", Description = "how many sentences are allowed, from 1", Type = "integer", Required = true }],
    };

    public IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> parameters) => Limits.Errors(Description, parameters, "max");

    public Remedy? RemedyFor(IReadOnlyDictionary<string, string> parameters) => Limits.Remedy("max_sentences", parameters);

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) => $"at most {Text.Count(ParameterRules.Integer(parameters, "max"), "sentence")}";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var max = ParameterRules.Integer(parameters, "max");
        var sentences = Sentences.Find(packet.Output);
        var counted = $"The output has {sentences.Count}, counted by their closing marks, and by line breaks where a list, heading or paragraph ends.";
        return ValueTask.FromResult(sentences.Count <= max
            ? CheckResult.NotViolated(counted)
            : CheckResult.Violated(
                $"{counted} Number {max + 1} and what follows is too much.",
                OutputEvidence.Range(packet.Output, sentences[max].Start, sentences[^1].End)));
    }
}
