using System.Collections.Frozen;

namespace Vsm.S3Star.Audit.Checks.PersonalData;

/// <summary>IBANs of the countries that issue them, in their length and with a right checksum (modulo 97).</summary>
internal static class BankAccounts
{
    private static readonly FrozenDictionary<string, int> LengthByCountry = (
        "NO15 BE16 DK18 FI18 FO18 GL18 NL18 FK18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 MN20 XK20 CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 " +
        "RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 BI27 DJ27 FR27 GR27 IT27 MC27 " +
        "MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 HN28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 MU30 YE30 MT31 SC32 LC32 RU33")
        .Split(' ').ToFrozenDictionary(x => x[..2], x => int.Parse(x[2..], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    public static IEnumerable<TextRange> Find(string text)
    {
        for (var at = 0; at + 15 <= text.Length; at++)
        {
            var begins = char.IsAsciiLetter(text[at]) && char.IsAsciiLetter(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3]);
            if (begins && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && EndOfAccount(text, at) is { } end)
                yield return new TextRange(at, end);
        }
    }

    private static int? EndOfAccount(string text, int start)
    {
        if (!LengthByCountry.TryGetValue(text.Substring(start, 2).ToUpperInvariant(), out var length))
            return null;

        Span<char> account = stackalloc char[length];
        var (at, count) = (start, 0);
        while (count < length && at < text.Length)
        {
            if (char.IsAsciiLetterOrDigit(text[at]))
                account[count++] = char.ToUpperInvariant(text[at++]);
            else if (text[at] is ' ' or '-' or '\u00A0' && char.IsAsciiLetterOrDigit(text[at - 1]))
                at++;
            else
                return null;
        }

        var isWhole = count == length && (at == text.Length || !char.IsLetterOrDigit(text[at]));
        return isWhole && Remainder(account) == 1 ? at : null;
    }

    private static int Remainder(ReadOnlySpan<char> account)
    {
        var remainder = 0;
        for (var i = 0; i < account.Length; i++)
        {
            var c = account[(i + 4) % account.Length];
            remainder = char.IsAsciiDigit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
        }

        return remainder;
    }
}
