using System.Globalization;

namespace Vsm.S1.Operations.Functions;

/// <summary>How field values are read, written and compared.</summary>
internal static class Values
{
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static bool IsBlank(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    public static bool TryNumber(object? value, out decimal number)
    {
        switch (value)
        {
            case decimal known:
                number = known;
                return true;
            case string text:
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Blanks first, then numbers by size, then texts by their characters.</summary>
    public static int Compare(object? left, object? right)
    {
        if (TryNumber(left, out var a))
        {
            return TryNumber(right, out var b) ? a.CompareTo(b) : IsBlank(right) ? 1 : -1;
        }

        if (TryNumber(right, out _))
        {
            return IsBlank(left) ? -1 : 1;
        }

        return string.CompareOrdinal(Text(left), Text(right));
    }
}
