namespace Vsm.Chaos.Bus;

/// <summary>The services' durable queues; each has an exchange of the same name.</summary>
internal static class ServiceQueues
{
    public const string Tasks = "vsm.s3.tasks";
    public const string Evaluation = "vsm.s3star.evaluation";
    public const string Journal = "vsm.dashboard.journal";

    /// <summary>Those that tasks pass on their way.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Tasks, Evaluation, "vsm.s5.correction", "vsm.s5.clarification", "vsm.s5.creation", "vsm.s5.decisions", Journal];

    /// <summary>The queues of the organisation's agents.</summary>
    public static IReadOnlyList<string> Agents { get; } =
        [.. Enumerable.Range(1, Planning.Organisation.Command.Systems.Count).Select(x => Contracts.Operations.AgentQueueNames.Of(Planning.Organisation.Vsm, x))];

    /// <summary>Queues whose messages may overtake each other; the journal has one consumer, and another would not get any.</summary>
    public static IReadOnlyList<string> Unordered { get; } = [Tasks, Evaluation, .. Agents];
}
