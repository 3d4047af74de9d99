namespace Vsm.S3Star.Audit.Checks.PersonalData;

/// <summary>Payment card numbers, plain or in groups: a known issuer's prefix and length, and a right checksum (Luhn).</summary>
internal static class PaymentCards
{
    private const int Shortest = 13;

    private const int Longest = 19;

    public static IEnumerable<TextRange> Find(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]) && !IsInsideNumber(text, at) && EndOfCard(text, at) is { } end)
            {
                yield return new TextRange(at, end);
                at = end - 1;
            }
        }
    }

    private static bool IsInsideNumber(string text, int at) =>
        at > 0 && (char.IsAsciiDigit(text[at - 1]) || (text[at - 1] == '.' && at > 1 && char.IsAsciiDigit(text[at - 2])));

    private static int? EndOfCard(string text, int start)
    {
        Span<char> digits = stackalloc char[Longest];
        var count = 0;
        int? end = null;
        for (var at = start; at < text.Length && count < Longest; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                digits[count++] = text[at];
                var isEnd = at + 1 == text.Length || !char.IsAsciiDigit(text[at + 1]);
                if (isEnd && count >= Shortest && IsIssued(digits[..count]) && HasChecksum(digits[..count]))
                    end = at + 1;
            }
            else if (text[at] is not (' ' or '-' or '\u00A0') || !char.IsAsciiDigit(text[at - 1]))
            {
                break;
            }
        }

        return end;
    }

    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var prefix = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        return (prefix / 100, digits.Length) switch
        {
            ( >= 40 and < 50, 13 or 16 or 19) => true,
            ( >= 51 and <= 55, 16) => true,
            (34 or 37, 15) => true,
            (30 or 36 or 38 or 39, >= 14) => true,
            (35, >= 16) => prefix is >= 3528 and <= 3589,
            (22 or 23 or 24 or 25 or 26 or 27, 16) => prefix is >= 2221 and <= 2720,
            (60 or 62 or 64 or 65, >= 16) => true,
            (50 or 63 or 67, _) => prefix is 5018 or 5020 or 5038 or 6304 or 6759 or 6761 or 6762 or 6763,
            _ => false,
        };
    }

    private static bool HasChecksum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            var doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}
