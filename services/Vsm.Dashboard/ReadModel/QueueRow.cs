using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A durable queue that some function takes messages from.</summary>
internal sealed record QueueRow
{
    public required string Name { get; init; }

    public required string Function { get; init; }

    /// <summary>When it was first told of.</summary>
    public required DateTimeOffset At { get; init; }

    public static QueueRow Apply(QueueRow? row, JournalEntry entry, QueueDescription queue) => row ?? new QueueRow
    {
        Name = queue.Name,
        Function = entry.Function,
        At = Storable.Time(entry.At),
    };
}
