namespace Vsm.Chaos.Recording;

/// <summary>A task as Control stores it.</summary>
internal sealed record StoredTask(Guid Id, string State, int Step, int Attempts);

/// <summary>A ruling as Audit stores it.</summary>
internal sealed record StoredRuling(Guid TaskId, int Attempt, int Evaluation, string Verdict);

/// <summary>A step of a task as the journal tells it.</summary>
internal sealed record JournalStep(Guid TaskId, int Step, string Kind);

/// <summary>Where a VSM's journal ends, and how many entries it has.</summary>
internal sealed record JournalEnd(string Vsm, long LastSequence, long Entries, bool Intact);
