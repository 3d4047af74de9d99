using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class MinWordsCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "min_words",
        Description = "The output has at least so many words.",
        Parameters = [new() { Name = "min", Description = "how many words are needed, from 1", Type = "integer", Required = true }],
    };

    public IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> parameters) => Limits.Errors(Description, parameters, "min");

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) => $"at least {Text.Count(ParameterRules.Integer(parameters, "min"), "word")}";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var min = ParameterRules.Integer(parameters, "min");
        var words = Words.Find(packet.Output).Count();
        var counted = $"The output has {words}, counted as what stands between white space and holds a letter or a digit.";
        return ValueTask.FromResult(words >= min
            ? CheckResult.NotViolated(counted)
            : CheckResult.Violated($"{counted} {Text.Count(min - words, "word")} too few.", OutputEvidence.Whole(packet.Output)));
    }
}
