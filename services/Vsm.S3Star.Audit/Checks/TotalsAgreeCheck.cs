using System.Globalization;
using System.Text;
using Vsm.Contracts.Dashboard;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.S3Star.Audit.Checks.Totals;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class TotalsAgreeCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "totals_agree",
        Description = "A column of the output adds up to what the same column of all inputs (CSV or JSON) adds up to, exactly.",
        Parameters =
        [
            new() { Name = "column", Description = "the inputs' numeric column", Type = "text", Required = true },
            new() { Name = "output_column", Description = "the output's column; without it sum_<column>, else <column>", Type = "text" },
        ],
    };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) =>
        $"the output adds up to the same as the column {Text.Cut(parameters["column"], 60)} of all inputs";

    public async ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var tables = InputTotals.Tables(packet.Result.References);
        if (tables.Count == 0)
            return CheckResult.NotJudged("the task names no CSV or JSON input to compare the output with.");

        var input = new ColumnSum(parameters["column"]);
        foreach (var table in tables)
        {
            try
            {
                await InputTotals.AddAsync(packet, table, input, cancellationToken);
            }
            catch (Exception exception) when (exception is UnreadableDataException or UnauthorizedAccessException or IOException and not ContentStoreUnavailableException)
            {
                return CheckResult.NotJudged($"the input {Text.Cut(InputTotals.Name(table), 100)} cannot be summed: {exception.Message.TrimEnd('.')}.");
            }
        }

        try
        {
            return Compare(packet.Shown, input, tables.Count, await SumOutputAsync(packet, parameters, cancellationToken));
        }
        catch (UnreadableDataException exception)
        {
            return CheckResult.Violated($"The output cannot be summed: {exception.Message}.", OutputEvidence.Whole(packet.Shown));
        }
        catch (ContentUnavailableException exception)
        {
            return CheckResult.NotJudged($"the output cannot be read: {exception.Message}");
        }
    }

    private static CheckResult Compare(string output, ColumnSum input, int tables, ColumnSum found)
    {
        var sums = string.Create(
            CultureInfo.InvariantCulture,
            $"The column {input.Column} of {Text.Count(tables, "input")} with {Text.Count(input.Rows, "row")} adds up to {input.Sum}, " +
            $"the column {found.Column} of the output to {found.Sum}");
        return input.Sum == found.Sum
            ? CheckResult.NotViolated($"{sums}.", OutputEvidence.Whole(output))
            : CheckResult.Violated(
                string.Create(CultureInfo.InvariantCulture, $"{sums}; the difference is {Difference(found.Sum, input.Sum)}."),
                OutputEvidence.Whole(output));
    }

    private static string Difference(decimal output, decimal input)
    {
        try
        {
            return (output - input).ToString(CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return "too large to be counted exactly";
        }
    }

    private static async ValueTask<ColumnSum> SumOutputAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var column = parameters["column"];
        string[] names = parameters.TryGetValue("output_column", out var named) && !string.IsNullOrWhiteSpace(named) ? [named] : [$"sum_{column}", column];
        foreach (var name in names)
        {
            var sum = new ColumnSum(name);
            if (packet is { Unread: not null, Result.OutputReference: { } whole })
                await InputTotals.AddAsync(packet, whole, sum, cancellationToken, mayLackIt: true);
            else if (packet.Output.AsSpan().TrimStart() is ['[' or '{', ..])
                JsonTable.Sum(packet.Output, [sum]);
            else
                await CsvTable.SumAsync(new MemoryStream(Encoding.UTF8.GetBytes(packet.Output)), [sum], static () => { }, cancellationToken);
            if (sum.Found)
                return sum;
        }

        throw new UnreadableDataException($"it has no column {Text.Cut(string.Join(" and no column ", names), 200)}");
    }
}
