using Vsm.Contracts.Audit;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>A ruling, and what stands beside it.</summary>
/// <param name="Ruling">The ruling.</param>
/// <param name="Explanation">What decided it, in a sentence; the only place that says so when no policy applies.</param>
/// <param name="Failures">Checks that threw; their policies are not judged. For the log of whoever called.</param>
internal sealed record Judgement(Ruling Ruling, string Explanation, IReadOnlyList<CheckFailure> Failures);

/// <summary>A check that threw what it should not.</summary>
internal sealed record CheckFailure(string Policy, string Check, Exception Exception);
