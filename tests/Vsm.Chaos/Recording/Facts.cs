using Vsm.Chaos.Planning;

namespace Vsm.Chaos.Recording;

/// <summary>A task as it was handed in. Times are from the beginning of the run.</summary>
internal sealed record HandedIn(PlannedTask Task, Guid? TaskId, TimeSpan Attempted, TimeSpan? Acknowledged);

/// <summary>An answer as it was delivered.</summary>
internal sealed record Answer(Guid TaskId, Guid MessageId, string Result, string? Output, TimeSpan At);

/// <summary>What a function left outside the system.</summary>
internal sealed record Effect(Guid TaskId, int Attempt);

/// <summary>A message that nobody can read, as it was sent.</summary>
internal sealed record Poison(Guid Id, string Queue);

/// <summary>A message that was given up.</summary>
/// <param name="Place">The queue, or the table, that it lies in.</param>
/// <param name="Poison">Which of those it is that were sent on purpose.</param>
/// <param name="Text">What it says and why it is there.</param>
internal sealed record Dead(string Place, Guid? Poison, string Text);

/// <summary>A fault as it went.</summary>
/// <param name="What">What was done to whom.</param>
/// <param name="At">When.</param>
/// <param name="Over">When what had failed was there again: the process ready, the port open, the database answering.</param>
internal sealed record FaultRecord(Planning.FaultKind Kind, string What, TimeSpan At, TimeSpan Over);
