using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Policy;

/// <summary>How a System 1 is set up, in one of its versions.</summary>
public sealed record AgentConfiguration
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Counted per VSM instance; names its queue <c>vsm.s1.&lt;number&gt;.command</c>.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary><c>function</c>, <c>llm</c>, <c>mcp</c>, <c>remote</c>, <c>sensor</c> or <c>api</c>.</summary>
    public required string Kind { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>For kind <c>function</c>: what is called, in order; each step reads what the one before it wrote.</summary>
    public IReadOnlyList<FunctionStep> Steps { get; init; } = [];

    /// <summary>Fixed for every step whose function honours them; a task cannot override them. Corrections write here.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Tool to level (<c>none</c>, <c>read</c>, <c>write</c>); a tool that is not named has <c>none</c>. See <see cref="ToolNames"/>.</summary>
    public IReadOnlyDictionary<string, string> Permissions { get; init; } = new Dictionary<string, string>();

    /// <summary>What its tools may reach, whatever its permissions.</summary>
    public ToolSettings? Tools { get; init; }

    public int MaxConcurrentTasks { get; init; } = 10;

    /// <summary>Time limit of one attempt in milliseconds.</summary>
    public long TaskTimeoutMs { get; init; } = 300_000;

    /// <summary>Estimated and charged cost of one task in USD, for agents that no model prices.</summary>
    public decimal CostPerTask { get; init; }

    /// <summary>The most that it may spend altogether in USD; absent: no cap of its own.</summary>
    public decimal? CostTotal { get; init; }

    /// <summary>What people write of its system prompt, for kinds that use a model.</summary>
    public AgentPrompt? Prompt { get; init; }

    public required int Version { get; init; }

    /// <summary>Since when this version is in force.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>One call of a function in an agent's pipeline.</summary>
public sealed record FunctionStep
{
    public required string Function { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
