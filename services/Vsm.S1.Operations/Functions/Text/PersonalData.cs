using System.Net;
using System.Net.Sockets;
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
        foreach (var kind in AllKinds)
        {
            if (!kinds.Contains(kind))
            {
                continue;
            }

            foreach (var (start, length) in Candidates(kind, text))
            {
                if (found is null || !found.Any(x => start < x.Start + x.Length && x.Start < start + length))
                {
                    (found ??= []).Add(new Found(kind, start, length));
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
        Email => EmailForm().Matches(text).Select(x => (x.Index, x.Length)),
        Ip => IPv4Form().Matches(text).Select(x => (x.Index, x.Length))
            .Concat(IPv6Form().Matches(text).Where(x => IsIPv6(x.Value)).Select(x => (x.Index, x.Length))),
        Phone => PhoneForm().Matches(text).Where(x => IsPhone(x.Value)).Select(x => (x.Index, x.Length)),
        Iban => IbanForm().Matches(text).Select(x => (x.Index, IbanLength(x.Value))).Where(x => x.Item2 > 0),
        _ => CardForm().Matches(text).Where(x => CheckDigits.IsLuhn(x.Value)).Select(x => (x.Index, x.Length)),
    };

    private static bool IsIPv6(string text) => text.Count(x => x == ':') >= 2 && text.Any(char.IsAsciiHexDigit)
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsPhone(string text) => text.Count(char.IsAsciiDigit) is >= 7 and <= 15 && !DateForm().IsMatch(text);

    /// <summary>The form also takes words behind the number; these are left off until the check digits are right.</summary>
    private static int IbanLength(string text)
    {
        for (var length = text.Length; length >= 15; length--)
        {
            if ((length == text.Length || !char.IsAsciiLetterOrDigit(text[length])) && CheckDigits.IsMod97(text.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}._%+\-])[\p{L}\p{N}._+\-]{1,64}(?:@|%40)(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-]{0,62})\.){1,8}\p{L}{2,24}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"(?<![\d.])(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?!\d|\.\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IPv4Form();

    [GeneratedRegex(@"(?<![0-9A-Za-z:.])[0-9A-Fa-f:]{2,39}(?:\.[0-9.]{1,13}[0-9])?(?![0-9A-Za-z:])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IPv6Form();

    [GeneratedRegex(@"(?<![\w.+\-/:])(?:(?:\+|00)[1-9]|\(?0[1-9]|\(?[2-9][0-9]{2}\)?[ .\-][0-9]{3}[ .\-][0-9]{3})[0-9]?(?:[ ./()\-]{0,2}[0-9]){1,14}(?![\w]|[.:\-/][0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PhoneForm();

    [GeneratedRegex(@"^(?:[0-9]{4}[\-./][0-9]{2}[\-./][0-9]{2}|[0-9]{2}[\-./][0-9]{2}[\-./][0-9]{4})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?:[ \-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IbanForm();

    [GeneratedRegex(@"(?<![\d.])[2-6][0-9]{3}(?:[ \-]?[0-9]){9,15}(?!\d|\.\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CardForm();

    internal readonly record struct Found(string Kind, int Start, int Length);
}
