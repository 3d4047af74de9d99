using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A new journal entry and its place in its chain.</summary>
internal readonly record struct PlacedEntry(JournalEntry Entry, long Sequence);

/// <summary>The same, with its data read.</summary>
internal readonly record struct PlacedData<T>(JournalEntry Entry, long Sequence, T Data);
