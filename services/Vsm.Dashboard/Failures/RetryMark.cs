using System.Globalization;

namespace Vsm.Dashboard.Failures;

/// <summary>The header by which a retried message finds back to its row.</summary>
internal static class RetryMark
{
    public const string Header = "Vsm-Retry";

    public static string Of(Guid row, int retry) => string.Create(CultureInfo.InvariantCulture, $"{row:n}.{retry}");

    public static (Guid Row, int Retry)? Read(IReadOnlyDictionary<string, string> headers) =>
        headers.GetValueOrDefault(Header)?.Split('.') is [var row, var retry]
        && Guid.TryParseExact(row, "n", out var id) && int.TryParse(retry, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (id, number)
            : null;
}
