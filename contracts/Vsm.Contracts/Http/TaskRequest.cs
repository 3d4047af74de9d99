using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Http;

/// <summary>A task to be done.</summary>
public sealed record TaskRequest
{
    /// <summary>What is to be done, 1 character to 64 KiB.</summary>
    public required string Content { get; init; }

    public IReadOnlyList<ContentReference> References { get; init; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    /// <summary>This System 1 and no other: number or name.</summary>
    public string? Assignee { get; init; }

    public string? TaskType { get; init; }

    /// <summary>0 (lowest) to 9.</summary>
    public int Priority { get; init; } = 4;

    public DateTimeOffset? Deadline { get; init; }

    public decimal? CostLimit { get; init; }

    /// <summary>The task that this one is a part of: what it spends, that one spends. It has to be there and must not have ended.</summary>
    public Guid? ParentTaskId { get; init; }

    public string? Requestor { get; init; }

    /// <summary>Address that the answer is sent to, such as <c>queue:my-service</c>; absent: it is published.</summary>
    public Uri? ReplyTo { get; init; }
}

/// <summary>The task is on its way; it can be read at once by its id.</summary>
public sealed record TaskAccepted
{
    public required Guid Id { get; init; }
}
