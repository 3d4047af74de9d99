using Vsm.Contracts.Operations;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A tool call of an attempt.</summary>
internal sealed record CallRow
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Counted within the attempt.</summary>
    public required string Id { get; init; }

    public required long Sequence { get; init; }

    public required ToolCall Call { get; init; }

    public static CallRow Of(PlacedData<ToolCall> call) => new()
    {
        TaskId = call.Entry.TaskId!.Value,
        Attempt = call.Entry.Attempt ?? 0,
        Id = call.Data.Id,
        Sequence = call.Sequence,
        Call = call.Data,
    };
}
