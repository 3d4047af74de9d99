using Vsm.Contracts.Policy;

namespace Vsm.Dashboard.ReadModel;

/// <summary>What a person decided on a task.</summary>
internal sealed record DecisionRow
{
    public required Guid Id { get; init; }

    public required string Vsm { get; init; }

    public required Guid TaskId { get; init; }

    public required long Sequence { get; init; }

    public required PersonDecided Decision { get; init; }

    public static DecisionRow Of(PlacedData<PersonDecided> decision) => new()
    {
        Id = decision.Data.DecisionId,
        Vsm = decision.Entry.Vsm,
        TaskId = decision.Data.TaskId,
        Sequence = decision.Sequence,
        Decision = decision.Data,
    };
}
