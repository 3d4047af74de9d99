namespace Vsm.S1.Operations.Tools;

/// <summary>The tools that there are now, and which are not there though they should be.</summary>
internal sealed record FoundTools(IReadOnlyList<AgentTool> Tools, IReadOnlyList<MissingTools> Missing);

/// <summary>Tools, by a name or pattern, that cannot be called now, and why.</summary>
internal sealed record MissingTools(string Name, string Reason);
