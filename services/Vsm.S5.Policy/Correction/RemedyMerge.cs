using System.Globalization;
using System.Text.RegularExpressions;

namespace Vsm.S5.Policy.Correction;

/// <summary>Puts the values that several policies want for one parameter together with the one that is set.</summary>
internal static partial class RemedyMerge
{
    public const int MaxValue = 8 * 1024;
    private const string Limit = "max_";
    private const string Pattern = "redact_pattern";

    /// <summary>Whether the value that is set does already what the remedy wants.</summary>
    public static bool IsInForce(string parameter, string? set, string wanted)
    {
        if (set is null || set == wanted)
        {
            return set is not null;
        }

        if (parameter.StartsWith(Limit, StringComparison.Ordinal) && Number(set) is { } now && Number(wanted) is { } limit)
        {
            return now <= limit;
        }

        return parameter == Pattern && Alternatives(set).Contains(Group(wanted));
    }

    /// <summary>The value that keeps all of them, or why there is none.</summary>
    public static (string? Value, string? Conflict) Merge(string parameter, string? set, IReadOnlyCollection<string> wanted)
    {
        var missing = wanted.Where(x => !IsInForce(parameter, set, x)).Distinct().ToList();
        if (missing.Count == 0)
        {
            return (set, null);
        }

        var merged = parameter switch
        {
            Pattern => Join(set, missing),
            _ when missing.Count == 1 => (missing[0], null),
            _ when parameter.StartsWith(Limit, StringComparison.Ordinal) && missing.All(x => Number(x) is not null) => (missing.MinBy(Number)!, null),
            _ => (null, $"the policies want different values for {parameter}: {string.Join(" and ", missing.Select(x => $"'{x}'"))}"),
        };
        return merged.Item1?.Length > MaxValue
            ? (null, $"{parameter} would have {merged.Item1.Length} characters; at most {MaxValue} are set by corrections")
            : merged;
    }

    private static (string?, string?) Join(string? set, List<string> missing)
    {
        if (string.IsNullOrEmpty(set) && missing.Count == 1)
        {
            return (missing[0], null);
        }

        var current = string.IsNullOrEmpty(set) ? [] : Alternatives(set) is { Count: > 1 } several && several.All(IsGroup) ? several : [Group(set)];
        var all = current.Concat(missing.Select(Group)).Distinct().ToList();
        if (all.Exists(x => BackReference().IsMatch(x)))
        {
            return (null, $"the patterns for {Pattern} refer to groups by number and cannot be joined");
        }

        var joined = string.Join('|', all);
        try
        {
            _ = new Regex(joined, RegexOptions.None, TimeSpan.FromSeconds(1));
            return (joined, null);
        }
        catch (RegexParseException exception)
        {
            return (null, $"the patterns for {Pattern} cannot be joined: {exception.Message}");
        }
    }

    /// <summary>The alternatives of a pattern, as far as they lie outside groups and classes.</summary>
    private static List<string> Alternatives(string pattern)
    {
        var parts = new List<string>();
        var (depth, inClass, start) = (0, false, 0);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when !inClass:
                    inClass = true;
                    break;
                case ']' when inClass:
                    inClass = false;
                    break;
                case '(' when !inClass:
                    depth++;
                    break;
                case ')' when !inClass:
                    depth--;
                    break;
                case '|' when !inClass && depth == 0:
                    parts.Add(pattern[start..i]);
                    start = i + 1;
                    break;
            }
        }

        parts.Add(pattern[start..]);
        return parts;
    }

    private static string Group(string pattern) => $"(?:{pattern})";

    private static bool IsGroup(string pattern) => pattern.StartsWith("(?:", StringComparison.Ordinal) && pattern.EndsWith(')');

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\\[1-9]")]
    private static partial Regex BackReference();
}
