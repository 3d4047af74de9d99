using System.Text.Json.Serialization;
using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>The one answer to an accepted task (3.3).</summary>
public sealed record ForwardTaskResultMessage
{
    public required Guid TaskId { get; init; }

    public int? Number { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required TaskOutcome Result { get; init; }

    /// <summary>What came of it; of a large output, its beginning.</summary>
    public string? Output { get; init; }

    /// <summary>The whole output, in UTF-8, where it is too large for a message; <c>GET /api/v1/tasks/{id}/output</c> gives it.</summary>
    public ContentReference? OutputReference { get; init; }

    public Guid? RulingId { get; init; }

    public string? Reason { get; init; }

    /// <summary>The number of the System 1 whose result this is.</summary>
    public int? Assignee { get; init; }

    public int Attempts { get; init; }

    public Usage Usage { get; init; } = new();
}

/// <summary>How a task ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskOutcome>))]
public enum TaskOutcome
{
    /// <summary>Ruled not violated on every policy, or approved by a person.</summary>
    Approved,

    /// <summary>Refused by a person.</summary>
    Rejected,

    Cancelled,

    /// <summary>It cannot be done.</summary>
    Failed,

    /// <summary>Its deadline, or the time a person had to answer, passed.</summary>
    Expired,
}
