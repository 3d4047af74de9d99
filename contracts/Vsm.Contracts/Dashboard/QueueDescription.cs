namespace Vsm.Contracts.Dashboard;

/// <summary>A durable queue that a function takes messages from.</summary>
public sealed record QueueDescription
{
    public required string Name { get; init; }

    /// <summary>The entry that tells of a queue; the same queue is the same entry.</summary>
    public static JournalEntry Entry(string function, string queue, DateTimeOffset at) => new JournalEntry
    {
        Key = $"queue/{queue}",
        Function = function,
        Kind = JournalKinds.Queue,
        At = at,
        Summary = $"Queue {queue}",
    }.With(new QueueDescription { Name = queue });
}
