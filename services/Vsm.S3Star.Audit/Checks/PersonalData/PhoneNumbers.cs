using System.Text.RegularExpressions;

namespace Vsm.S3Star.Audit.Checks.PersonalData;

/// <summary>
/// International numbers (+49 170 1234567, 0049 170 1234567), North American ones ((212) 555-0123, 212-555-0123) and national ones with a formatted area code
/// ((030) 1234567, 0170/1234567). Bare digits are left alone: they are mostly something else.
/// </summary>
internal static partial class PhoneNumbers
{
    public static IEnumerable<TextRange> Find(string text) => International(text).Concat(National(text));

    private static IEnumerable<TextRange> National(string text) =>
        NationalNumber().Matches(text).Where(IsLongEnough).Select(match => new TextRange(match.Index, match.Index + match.Length));

    /// <summary>Groups behind two zeros are a number only in the length of an international one.</summary>
    private static bool IsLongEnough(Match match) =>
        !match.ValueSpan.StartsWith("00", StringComparison.Ordinal) || match.Value.Count(char.IsAsciiDigit) is >= 11 and <= 17;

    private static IEnumerable<TextRange> International(string text)
    {
        for (var plus = text.IndexOf('+'); plus >= 0; plus = text.IndexOf('+', plus + 1))
        {
            if ((plus == 0 || !char.IsLetterOrDigit(text[plus - 1])) && EndOfNumber(text, plus + 1) is { } end)
                yield return new TextRange(plus, end);
        }
    }

    /// <summary>Behind the longest run of 8 to 15 digits, with at most two separators between digits, that ends where no digit or letter follows.</summary>
    private static int? EndOfNumber(string text, int start)
    {
        var (digits, separators, groups, points) = (0, 0, 1, 0);
        int? best = null;
        for (var at = start; at < text.Length && digits < 15; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                if (digits == 0 && text[at] == '0')
                    return null;
                groups += separators > 0 ? 1 : 0;
                separators = 0;
                digits++;
                var isEnd = at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]);
                if (isEnd && (digits >= 10 || (digits >= 8 && groups > 1)) && !(points > 0 && groups == 2))
                    best = at + 1;
            }
            else if (digits > 0 && text[at] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' && ++separators <= 2)
            {
                points += text[at] == '.' ? 1 : 0;
            }
            else
            {
                break;
            }
        }

        return best;
    }

    [GeneratedRegex(
        @"(?<![\w.\-/])(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[\-.])[2-9][0-9]{2}[\-.][0-9]{4}(?![\w\-])" +
        @"|(?<!\w)\(0[0-9]{1,5}\) ?[0-9]{2,8}(?:[ \-][0-9]{2,8}){0,3}(?!\w)" +
        @"|(?<![\w.\-/]|[0-9] )00[1-9][0-9]{0,2}[ \-/][0-9]{2,5}(?:[ \-/][0-9]{2,8}){1,4}(?![\w\-/])" +
        @"|(?<![\w.\-/])0[1-9][0-9]{1,3}/ ?[0-9]{5,8}(?![\w/])",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NationalNumber();
}
