using System.Text.Json.Serialization;
using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Dashboard;

/// <summary>One line in the profit and loss of a System 1. The costs of all lines of a task add up to the task's cost.</summary>
public sealed record LedgerEntry
{
    public required Guid AgentId { get; init; }

    public required int Attempt { get; init; }

    public required LedgerKind Kind { get; init; }

    /// <summary>What was consumed; nothing for <see cref="LedgerKind.Approved"/>.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>For <see cref="LedgerKind.Approved"/>: the cost limit that the task was handed in with, in USD: what its requestor would have paid.</summary>
    public decimal Value { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<LedgerKind>))]
public enum LedgerKind
{
    /// <summary>Its work.</summary>
    Doing,

    /// <summary>Judging its work.</summary>
    Judging,

    /// <summary>A result of it was approved.</summary>
    Approved,
}
