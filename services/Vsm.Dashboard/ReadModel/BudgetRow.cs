using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>An account as Control last said. Amounts are in USD.</summary>
internal sealed record BudgetRow
{
    /// <summary>The VSM instance, System 1 or task that it is of.</summary>
    public required string Key { get; init; }

    public required string Vsm { get; init; }

    public required BudgetKind Kind { get; init; }

    public Guid? Subject { get; init; }

    public decimal? Cap { get; init; }

    public required decimal Spent { get; init; }

    public required decimal Reserved { get; init; }

    public required long Version { get; init; }

    public static string KeyOf(BudgetKind kind, string vsm, Guid? subject) => kind == BudgetKind.Vsm ? $"vsm/{vsm}" : $"{kind.ToString().ToLowerInvariant()}/{subject:n}";

    public static BudgetRow Apply(BudgetRow? row, JournalEntry entry, BudgetProgress progress) => row?.Version >= progress.Version ? row : new BudgetRow
    {
        Key = KeyOf(progress.Kind, entry.Vsm, progress.Subject),
        Vsm = entry.Vsm,
        Kind = progress.Kind,
        Subject = progress.Subject,
        Cap = progress.Cap,
        Spent = progress.Spent,
        Reserved = progress.Reserved,
        Version = progress.Version,
    };
}
