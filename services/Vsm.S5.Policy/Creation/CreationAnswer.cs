namespace Vsm.S5.Policy.Creation;

/// <summary>What a model answers.</summary>
/// <param name="Template">The template that makes a System 1 for the task; null: none does.</param>
/// <param name="Readings">What required capabilities mean that the template does not have by that name.</param>
/// <param name="Draft">A System 1 to be, where no template fits.</param>
/// <param name="Reason">For people.</param>
internal sealed record CreationAnswer(string? Template, IReadOnlyList<AnsweredReading> Readings, AnsweredDraft? Draft, string Reason);

/// <param name="Required">A capability that the task requires.</param>
/// <param name="Known">The template's one that is meant.</param>
internal sealed record AnsweredReading(string Required, string Known);

/// <summary>A System 1 that answers by itself, without tools.</summary>
internal sealed record AnsweredDraft(string Name, string Description, IReadOnlyList<string> Capabilities, string Identity, string? Boundaries, string? ResponseStructure);
