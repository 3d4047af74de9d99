using MassTransit;

namespace Vsm.ComplaintDesk;

/// <summary>What became of a letter; its id is the letter's and the task's.</summary>
internal sealed class Complaint : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public string? Summary { get; set; }

    /// <summary>Why there is no summary.</summary>
    public string? Reason { get; set; }
}

/// <summary>A letter is stored.</summary>
public sealed record LetterReceived
{
    public required Guid LetterId { get; init; }

    public required string Text { get; init; }
}
