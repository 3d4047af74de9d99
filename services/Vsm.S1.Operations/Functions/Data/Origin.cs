using System.Globalization;

namespace Vsm.S1.Operations.Functions;

/// <summary>File and row (from 1; a header is row 1) that a line or record was read from. Row 0: it was computed.</summary>
internal readonly record struct Origin(string? File, long Row)
{
    public override string ToString() => (File, Row) switch
    {
        (_, 0) => "a computed record",
        (null, _) => string.Create(CultureInfo.InvariantCulture, $"row {Row}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}, row {Row}"),
    };
}
