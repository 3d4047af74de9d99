namespace Vsm.Chaos.Recording;

/// <summary>All that is known of a run once it is quiet: what the harness saw from outside, and what the services stored.</summary>
internal sealed record Evidence
{
    public IReadOnlyList<HandedIn> HandedIn { get; init; } = [];

    public IReadOnlyList<Answer> Answers { get; init; } = [];

    public IReadOnlyList<Effect> Effects { get; init; } = [];

    public IReadOnlyList<Poison> Poison { get; init; } = [];

    public IReadOnlyList<Dead> Dead { get; init; } = [];

    public IReadOnlyList<FaultRecord> Faults { get; init; } = [];

    public IReadOnlyList<StoredTask> Tasks { get; init; } = [];

    public IReadOnlyList<StoredRuling> Rulings { get; init; } = [];

    public IReadOnlyList<JournalStep> Steps { get; init; } = [];

    public IReadOnlyList<JournalEnd> Journals { get; init; } = [];

    /// <summary>Rows that should have gone by now, by table.</summary>
    public IReadOnlyDictionary<string, long> Left { get; init; } = new Dictionary<string, long>();

    /// <summary>What was done to messages on their way.</summary>
    public IReadOnlyDictionary<string, long> Disturbed { get; init; } = new Dictionary<string, long>();
}
