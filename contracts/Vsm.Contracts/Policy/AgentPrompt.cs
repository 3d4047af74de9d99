namespace Vsm.Contracts.Policy;

/// <summary>
/// What people write of a System 1's system prompt. The other parts are made: which version it is, and which tools there are. See <see cref="SystemPrompt"/>.
/// </summary>
public sealed record AgentPrompt
{
    /// <summary>Role, purpose and fields of expertise, beside the name, description and capabilities of the System 1.</summary>
    public string? Identity { get; init; }

    /// <summary>Values and ethics.</summary>
    public string? Values { get; init; }

    /// <summary>What it must not do; parameters such as <c>max_sentences</c> are added, and so are those that corrections write.</summary>
    public string? Boundaries { get; init; }

    public string? DomainFacts { get; init; }

    public string? InteractionStyle { get; init; }

    public string? EdgeCases { get; init; }

    /// <summary>When to escalate to System 3.</summary>
    public string? Escalation { get; init; }

    /// <summary>How a response is structured.</summary>
    public string? ResponseStructure { get; init; }
}
