using System.Collections;
using System.Text;
using System.Text.RegularExpressions;

namespace Vsm.S1.Operations.Functions;

/// <summary>Finds personal data by its form; account and card numbers count only if their check digits are right.</summary>
internal static partial class PersonalData
{
    public const string Email = "email";
    public const string Ip = "ip";
    public const string Phone = "phone";
    public const string Iban = "iban";
    public const string Card = "card";

    /// <summary>Each pass takes digits away, so there is an end; what a replacement uncovers is found in the next.</summary>
    private const int MostPasses = 10;

    public static IReadOnlyList<string> AllKinds { get; } = [Email, Iban, Card, Ip, Phone];

    /// <summary>What is found, in order and without overlaps; of two that overlap the kind that is surer counts.</summary>
    public static IReadOnlyList<Found> Find(string text, IReadOnlyCollection<string> kinds)
    {
        List<Found>? found = null;
        BitArray? taken = null;
        foreach (var kind in AllKinds.Where(kinds.Contains))
        {
            foreach (var (start, length) in Candidates(kind, text))
            {
                taken ??= new BitArray(text.Length);
                if (!Enumerable.Range(start, length).Any(taken.Get))
                {
                    (found ??= []).Add(new Found(kind, start, length));
                    for (var i = start; i < start + length; i++)
                    {
                        taken.Set(i, true);
                    }
                }
            }
        }

        found?.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found ?? [];
    }

    /// <summary>Puts the kind in place of everything found, such as <c>[email]</c>.</summary>
    public static string Redact(string text, IReadOnlyCollection<string> kinds, Action<string>? onFound = null)
    {
        for (var pass = 0; pass < MostPasses && Find(text, kinds) is { Count: > 0 } found; pass++)
        {
            var result = new StringBuilder(text.Length);
            var at = 0;
            foreach (var item in found)
            {
                result.Append(text, at, item.Start - at).Append('[').Append(item.Kind).Append(']');
                at = item.Start + item.Length;
                onFound?.Invoke(item.Kind);
            }

            text = result.Append(text, at, text.Length - at).ToString();
        }

        return text;
    }

    private static IEnumerable<(int Start, int Length)> Candidates(string kind, string text) => kind switch
    {
        Email when text.Contains('@') || text.Contains("%40", StringComparison.Ordinal) => EmailForm().Matches(text).Select(x => (x.Index, x.Length)),
        Email => [],
        Ip => IPv4Form().Matches(text).Select(x => (x.Index, x.Length)).Concat(HexGroups().Matches(text).SelectMany(IPv6Addresses.In)),
        Phone => Phones(text),
        Iban => IbanForm().Matches(text).Select(x => (x.Index, Shortened(x.Groups["number"].Value, IsIban))).Where(x => x.Item2 > 0),
        _ => CardForm().Matches(text).Select(x => (x.Index, Shortened(x.Groups["number"].Value, CheckDigits.IsLuhn))).Where(x => x.Item2 > 0),
    };

    /// <summary>What has the form and is no number must not hide one that begins inside it.</summary>
    private static IEnumerable<(int Start, int Length)> Phones(string text)
    {
        var match = PhoneForm().Match(text);
        while (match.Success)
        {
            var isPhone = IsPhone(match.Value);
            if (isPhone)
            {
                yield return (match.Index, match.Length);
            }

            match = PhoneForm().Match(text, match.Index + (isPhone ? match.Length : 1));
        }
    }

    private static bool IsPhone(string text) => text.Count(char.IsAsciiDigit) >= (text[0] == '(' ? 4 : 7) && !DateForm().IsMatch(text);

    private static bool IsIban(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var character in text)
        {
            digits += char.IsAsciiDigit(character) ? 1 : 0;
        }

        return digits >= 8 && CheckDigits.IsMod97(text); // fewer digits: two letters, two digits and words behind them
    }

    /// <summary>The form also takes groups behind the number; these are left off until the check digits are right. 0: they never are.</summary>
    private static int Shortened(string text, Func<ReadOnlySpan<char>, bool> isRight)
    {
        for (var length = text.Length; length >= 13; length--)
        {
            if ((length == text.Length || !char.IsAsciiLetterOrDigit(text[length])) && isRight(text.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+\-]{1,64}(?:@|%40)(?:[\p{L}\p{N}][\p{L}\p{N}\-]{0,62}\.){1,8}\p{L}{2,24}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EmailForm();

    [GeneratedRegex(
        @"(?<![0-9]|[0-9]\.)(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?![0-9]|\.[0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IPv4Form();

    [GeneratedRegex(@"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HexGroups();

    /// <summary>
    /// By line: with a country's prefix (+ or 00); an area code in brackets or before a slash, which may stand anywhere; area code and number with blanks or
    /// dashes, which must not be part of a longer row of numbers; three groups in the North American way, the same.
    /// </summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])\+[1-9](?:[ \u00A0./()\-]{0,2}[0-9]){6,14}(?![0-9])|(?<![\w.\-/])00[1-9][0-9]{0,2}[ /\-](?:[ ./()\-]{0,2}[0-9]){5,12}(?!\w)" +
        @"|(?<!\w)\(0[0-9]{1,5}\)(?:[ /\-]{0,2}[0-9]){2,14}(?!\w)|(?<![\w.\-/])0[0-9]{1,5}/(?:[ \-]?[0-9]){5,12}(?!\w)" +
        @"|(?<![\w.+\-/]|[0-9] )0[0-9]{1,5}[ \-]{1,2}[0-9]{2,8}(?:[ \-][0-9]{2,8}){0,3}(?!\w|[:.\-/][0-9])" +
        @"|(?<![\w.\-/])(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[.\-])[0-9]{3}[.\-][0-9]{4}(?!\w|-[0-9])" +
        @"|(?<![\w.+\-/]|[0-9] )[2-9][0-9]{2} [0-9]{3}[ .\-][0-9]{4}(?!\w|[:.\-/ ][0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PhoneForm();

    [GeneratedRegex(@"^(?:(?!00)[0-9]{4}[\-./][0-9]{2}[\-./][0-9]{2}|[0-9]{2}[\-./][0-9]{2}[\-./][0-9]{4})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateForm();

    /// <summary>Looks ahead only, so that what begins like an account does not hide one behind it.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?=(?<number>[A-Za-z]{2}[0-9]{2}(?:[ \u00A0\-]?[A-Za-z0-9]){11,30})(?![A-Za-z0-9]))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IbanForm();

    /// <summary>Looks ahead only, so that numbers before a card's do not hide it.</summary>
    [GeneratedRegex(@"(?<![0-9]|[0-9]\.)(?=(?<number>[2-6](?:[ \u00A0\-]?[0-9]){12,18})(?![0-9]))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CardForm();

    internal readonly record struct Found(string Kind, int Start, int Length);
}
