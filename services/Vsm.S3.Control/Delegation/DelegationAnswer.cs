namespace Vsm.S3.Control.Delegation;

/// <summary>What a model answers.</summary>
/// <param name="Readings">What required capabilities mean that nobody has by that name.</param>
/// <param name="SystemNumber">The System 1 that should do the task; null: none of them stands out.</param>
/// <param name="Reason">For people.</param>
internal sealed record DelegationAnswer(IReadOnlyList<AnsweredReading> Readings, int? SystemNumber, string Reason);

/// <param name="Required">A capability that the task requires.</param>
/// <param name="Known">The one that is meant.</param>
internal sealed record AnsweredReading(string Required, string Known);
