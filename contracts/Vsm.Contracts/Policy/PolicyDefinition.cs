using System.Text.Json.Serialization;

namespace Vsm.Contracts.Policy;

/// <summary>A law that System 1s work under, in one of its versions.</summary>
public sealed record PolicyDefinition
{
    public required Guid PolicyId { get; init; }

    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>The law in words.</summary>
    public required string Rule { get; init; }

    public required PolicyScope Scope { get; init; }

    /// <summary>The System 1 that it applies to, for scope <see cref="PolicyScope.System"/>.</summary>
    public Guid? AgentId { get; init; }

    public required int Version { get; init; }

    /// <summary>Checks that need no model. None: only a judge or a person can rule. Several: the ways in which the rule can be read.</summary>
    public IReadOnlyList<PolicyCheck> Readings { get; init; } = [];

    public ReadingRule ReadingRule { get; init; } = ReadingRule.MustAgree;

    /// <summary>How 5.2 settles readings that differ; absent: a person does.</summary>
    public ReadingRule? WhenVague { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<PolicyScope>))]
public enum PolicyScope
{
    /// <summary>Applies to every System 1.</summary>
    Team,

    /// <summary>Applies to one System 1.</summary>
    System,
}

/// <summary>What readings that differ mean.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadingRule>))]
public enum ReadingRule
{
    /// <summary>The policy is vague.</summary>
    MustAgree,

    /// <summary>Violated when one of them is.</summary>
    Strict,

    /// <summary>Violated when all of them are.</summary>
    Lenient,
}

/// <summary>A check that needs no model, with its parameters.</summary>
public sealed record PolicyCheck
{
    /// <summary>The check's name in 3*'s catalogue, such as <c>max_sentences</c>.</summary>
    public required string Check { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
