using System.Globalization;

namespace Vsm.S3Star.Audit.Checks.Totals;

/// <summary>The sum of one column, cell by cell. Empty cells count as nothing; what is there must be a number, such as -1234.50.</summary>
internal sealed class ColumnSum(string column)
{
    public string Column => column;

    public decimal Sum { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Whether any row had the column at all.</summary>
    public bool Found { get; private set; }

    public void AddRow() => Rows++;

    public void AddCell(string? cell)
    {
        Found = true;
        if (string.IsNullOrWhiteSpace(cell))
            return;
        if (!decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw new UnreadableDataException($"row {Rows} has '{Text.Cut(cell, 40)}' in the column {column}, which is not a number");

        Add(value);
    }

    public void Include(ColumnSum part)
    {
        Rows += part.Rows;
        Found |= part.Found;
        Add(part.Sum);
    }

    private void Add(decimal value)
    {
        try
        {
            Sum += value;
        }
        catch (OverflowException)
        {
            throw new UnreadableDataException($"at row {Rows} the sum of the column {column} has more digits than can be counted exactly");
        }
    }
}
