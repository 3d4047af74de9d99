using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>
/// Profit and loss of a System 1: the sum of what the steps of tasks booked for and against it. Each step's entry is in the journal once, and is counted in the
/// transaction that puts it there.
/// </summary>
internal sealed record LedgerRow
{
    public required Guid AgentId { get; init; }

    public required string Vsm { get; init; }

    public decimal Doing { get; init; }

    public decimal Judging { get; init; }

    /// <summary>The part of both that nobody counted.</summary>
    public decimal Uncounted { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long Approved { get; init; }

    public decimal ApprovedValue { get; init; }

    public static LedgerRow Apply(LedgerRow? row, JournalEntry entry, LedgerEntry booked)
    {
        row ??= new LedgerRow { AgentId = booked.AgentId, Vsm = entry.Vsm };
        return row with
        {
            Doing = row.Doing + (booked.Kind == LedgerKind.Doing ? booked.Usage.Cost : 0),
            Judging = row.Judging + (booked.Kind == LedgerKind.Judging ? booked.Usage.Cost : 0),
            Uncounted = row.Uncounted + booked.Usage.UncountedCost,
            InputTokens = row.InputTokens + booked.Usage.InputTokens,
            OutputTokens = row.OutputTokens + booked.Usage.OutputTokens,
            Approved = row.Approved + (booked.Kind == LedgerKind.Approved ? 1 : 0),
            ApprovedValue = row.ApprovedValue + booked.Value,
        };
    }
}
