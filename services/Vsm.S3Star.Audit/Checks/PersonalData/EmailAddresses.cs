using System.Text.RegularExpressions;

namespace Vsm.S3Star.Audit.Checks.PersonalData;

/// <summary>Also as they stand in URLs, with %40.</summary>
internal static partial class EmailAddresses
{
    public static IEnumerable<TextRange> Find(string text)
    {
        if (!text.Contains('@') && !text.Contains("%40", StringComparison.Ordinal))
            return [];
        return Address().Matches(text).Select(match => new TextRange(match.Index, match.Index + match.Length));
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+\-]{1,64}(?:@|%40)(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
