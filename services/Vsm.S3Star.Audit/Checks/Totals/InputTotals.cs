using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Checks.Totals;

/// <summary>Sums a column over the inputs that are tables, in memory that does not grow with them.</summary>
internal static class InputTotals
{
    private static readonly string[] Csv = [".csv", ".tsv"];

    private static readonly string[] Json = [".json", ".ndjson", ".jsonl"];

    /// <summary>The inputs that are tables by their name; those without an extension are looked into.</summary>
    public static IReadOnlyList<ContentReference> Tables(IEnumerable<ContentReference> references) =>
        [.. references.Where(reference => Extension(reference) is var extension && (extension.Length == 0 || Csv.Contains(extension) || Json.Contains(extension)))];

    /// <exception cref="UnreadableDataException">A table cannot be read or has not got the column.</exception>
    public static async ValueTask AddAsync(
        CasePacket packet, ContentReference table, ColumnSum sum, CancellationToken cancellationToken, bool mayLackIt = false)
    {
        await using var stream = new VerifiedStream(await packet.Open(table, cancellationToken));
        var ofTable = new ColumnSum(sum.Column);
        var beginning = new byte[1];
        var skipped = 0;
        do
        {
            if (await stream.ReadAsync(beginning, cancellationToken) == 0)
                throw new UnreadableDataException("it is empty");
        }
        while (beginning[0] is 0xEF or 0xBB or 0xBF or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && ++skipped < 1024);

        await using var whole = new PrefixedStream(beginning, stream);
        if (Json.Contains(Extension(table)) || beginning[0] is (byte)'[' or (byte)'{')
            await JsonTable.SumAsync(whole, beginning[0] == '[', [ofTable], stream.RowWasRead, cancellationToken);
        else
            await CsvTable.SumAsync(whole, [ofTable], stream.RowWasRead, cancellationToken);

        if (!await stream.IsAsync(table.Sha256, cancellationToken))
            throw new UnreadableDataException("its content is not what the task was given (the SHA-256 differs)");
        if (!ofTable.Found && !mayLackIt)
            throw new UnreadableDataException($"it has no column {sum.Column}");
        sum.Include(ofTable);
    }

    public static string Name(ContentReference reference) =>
        reference.Name ?? Path.GetFileName(reference.Uri.IsAbsoluteUri ? reference.Uri.AbsolutePath : reference.Uri.OriginalString);

    private static string Extension(ContentReference reference) => Path.GetExtension(Name(reference)).ToLowerInvariant();
}
