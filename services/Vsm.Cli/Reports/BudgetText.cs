using System.Globalization;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Reports;

/// <summary>Budgets for people.</summary>
internal static class BudgetText
{
    private const int Width = 20;

    public static void Write(TextWriter writer, IReadOnlyList<BudgetView> budgets) => TextTable.Write(
        writer, ["BUDGET", "CAP", "SPENT", "RESERVED", "LEFT", "DOING", "JUDGING", "APPROVED", "VALUE", "PROFIT"], [.. budgets.Select(Row)]);

    public static void Write(TextWriter writer, BudgetView view)
    {
        writer.WriteLine($"{view.Name}  {Bar(view)}".TrimEnd());
        Field(writer, "cap", view.Cap is { } cap ? Amount(cap) : "none");
        Field(writer, "spent", Amount(view.Spent));
        Field(writer, "reserved", Amount(view.Reserved));
        Field(writer, "left", view.Left is { } left ? Amount(left) : "no cap");
        if (view.Ledger is { } ledger)
        {
            Field(writer, "doing", Amount(ledger.Doing));
            Field(writer, "judging", Amount(ledger.Judging));
            Field(writer, "uncounted", $"{Amount(ledger.Uncounted)} of both: calls that broke off, at the most that they can have cost");
            Field(writer, "tokens", string.Create(CultureInfo.InvariantCulture, $"{ledger.InputTokens} in, {ledger.OutputTokens} out"));
            Field(writer, "approved", string.Create(CultureInfo.InvariantCulture, $"{ledger.Approved}, worth {Amount(ledger.ApprovedValue)}"));
            Field(writer, "profit", Amount(ledger.Profit));
        }
    }

    /// <summary>What is spent (#), set aside (+) and left (.).</summary>
    private static string Bar(BudgetView view)
    {
        if (view.Cap is not > 0)
        {
            return "";
        }

        var spent = (int)Math.Clamp(Math.Round(view.Spent / view.Cap.Value * Width), 0, Width);
        var reserved = (int)Math.Clamp(Math.Round(view.Reserved / view.Cap.Value * Width), 0, Width - spent);
        return $"[{new string('#', spent)}{new string('+', reserved)}{new string('.', Width - spent - reserved)}]";
    }

    private static IReadOnlyList<string> Row(BudgetView view) =>
    [
        view.Name,
        view.Cap is { } cap ? Amount(cap) : "-",
        Amount(view.Spent),
        Amount(view.Reserved),
        view.Left is { } left ? Amount(left) : "-",
        Amount(view.Ledger?.Doing ?? 0),
        Amount(view.Ledger?.Judging ?? 0),
        (view.Ledger?.Approved ?? 0).ToString(CultureInfo.InvariantCulture),
        Amount(view.Ledger?.ApprovedValue ?? 0),
        Amount(view.Ledger?.Profit ?? 0),
    ];

    private static void Field(TextWriter writer, string name, string value) => writer.WriteLine($"  {name + ":",-11}{value}");

    private static string Amount(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);
}
