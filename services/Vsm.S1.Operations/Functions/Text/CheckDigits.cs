namespace Vsm.S1.Operations.Functions;

/// <summary>The check digits of card numbers (Luhn, ISO/IEC 7812) and account numbers (mod 97, ISO 13616). Blanks and dashes are passed over.</summary>
internal static class CheckDigits
{
    public static bool IsLuhn(ReadOnlySpan<char> number)
    {
        var sum = 0;
        var digits = 0;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(number[i]))
            {
                continue;
            }

            var digit = number[i] - '0';
            if (digits++ % 2 == 1)
            {
                digit = digit * 2 > 9 ? (digit * 2) - 9 : digit * 2;
            }

            sum += digit;
        }

        return digits is >= 13 and <= 19 && sum % 10 == 0;
    }

    public static bool IsMod97(ReadOnlySpan<char> account)
    {
        Span<char> plain = stackalloc char[34];
        var length = 0;
        foreach (var character in account)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                if (length == plain.Length)
                {
                    return false;
                }

                plain[length++] = char.ToUpperInvariant(character);
            }
        }

        var rest = 0;
        for (var i = 0; i < length; i++)
        {
            var character = plain[(i + 4) % length]; // country and check digits count last
            rest = char.IsAsciiDigit(character)
                ? ((rest * 10) + character - '0') % 97
                : ((rest * 100) + character - 'A' + 10) % 97;
        }

        return length >= 15 && rest == 1;
    }
}
