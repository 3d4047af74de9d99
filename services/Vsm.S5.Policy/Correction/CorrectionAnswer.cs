namespace Vsm.S5.Policy.Correction;

/// <summary>What a model answers.</summary>
/// <param name="Parameters">Parameters of the configuration to set.</param>
/// <param name="Boundary">A sentence for the boundaries of the agent's prompt.</param>
/// <param name="Reason">For people.</param>
internal sealed record CorrectionAnswer(IReadOnlyList<AnsweredParameter> Parameters, string? Boundary, string Reason);

internal sealed record AnsweredParameter(string Name, string Value);
