using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Vsm.S3Star.Audit.Checks.PersonalData;

/// <summary>IPv4 with four parts, but not the version v1.2.3.4; IPv6 with a digit and at least two groups, so neither a time nor a C++ name.</summary>
internal static partial class IpAddresses
{
    public static IEnumerable<TextRange> Find(string text) => FindV6(text).Concat(FindV4(text));

    private static IEnumerable<TextRange> FindV4(string text) =>
        V4().Matches(text).Select(match => new TextRange(match.Index, match.Index + match.Length));

    private static IEnumerable<TextRange> FindV6(string text)
    {
        foreach (Match run in V6Characters().Matches(text))
        {
            if (run.ValueSpan.Count(':') < 2)
                continue;

            var (start, end) = (run.Index, run.Index + run.Length);
            while (end > start && text[end - 1] == '.')
                end--;
            if (text[start] == ':' && text[start + 1] != ':')
                start++;
            if (end - start > 1 && text[end - 1] == ':' && text[end - 2] != ':')
                end--;
            if (IsV6(text, start, end))
            {
                yield return new TextRange(start, end);
                continue;
            }

            // A label before it ("face:2001:db8:...") can look like a group.
            var behindLabel = text.IndexOf(':', start, end - start) + 1;
            if (behindLabel > 0 && IsV6(text, behindLabel, end))
                yield return new TextRange(behindLabel, end);
        }
    }

    private static bool IsV6(string text, int start, int end)
    {
        var candidate = text.AsSpan(start, end - start);
        if (candidate.Length is < 4 or > 45 || !candidate.ContainsAnyInRange('0', '9'))
            return false;

        var groups = 0;
        foreach (var group in candidate.Split(':'))
            groups += group.Start.Equals(group.End) ? 0 : 1;
        return groups >= 2 && IPAddress.TryParse(candidate, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    [GeneratedRegex(@"(?<![0-9]|[0-9]\.|\b[vV])(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?![0-9]|\.[0-9])",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex V4();

    [GeneratedRegex("[0-9A-Fa-f:.]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex V6Characters();
}
