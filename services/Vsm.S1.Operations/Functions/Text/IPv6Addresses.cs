using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Vsm.S1.Operations.Functions;

/// <summary>Finds IPv6 addresses in what is written like one; a label before it or a full stop behind it may look like a part of it.</summary>
internal static class IPv6Addresses
{
    private const int Longest = 45;

    private const int Shortest = 4;

    public static IEnumerable<(int Start, int Length)> In(Match run)
    {
        var text = run.Value;
        for (var start = 0; start < text.Length; start++)
        {
            if (start > 0 && text[start - 1] != ':' && text[start] != ':')
            {
                continue;
            }

            var length = LongestFrom(text, start);
            if (length > 0)
            {
                yield return (run.Index + start, length);
                start += length - 1;
            }
        }
    }

    private static int LongestFrom(string text, int start)
    {
        for (var length = Math.Min(Longest, text.Length - start); length >= Shortest; length--)
        {
            var candidate = text.AsSpan(start, length);
            var whole = start + length == text.Length || text[start + length] is ':' or '.';
            if (whole && candidate[^1] != '.' && candidate.ContainsAnyInRange('0', '9') && candidate.Count(':') >= 2
                && IPAddress.TryParse(candidate, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                return length;
            }
        }

        return 0;
    }
}
