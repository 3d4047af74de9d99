using Vsm.Contracts.Audit;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>What one reading of a policy comes to.</summary>
/// <param name="ReadAs">The reading in words: "at most 3 sentences".</param>
/// <param name="Verdict">Its verdict; never vague.</param>
/// <param name="Application">How it applies here, in sentences.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Remedy">For a violation that a change of configuration can end.</param>
internal sealed record ReadingResult(string ReadAs, Verdict Verdict, string Application, IReadOnlyList<Evidence> Evidence, Remedy? Remedy)
{
    public string Interpretation => $"Read as: {ReadAs}. {Application}";
}
