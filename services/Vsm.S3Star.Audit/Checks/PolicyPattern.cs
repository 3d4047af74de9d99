using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Vsm.JsonSchemas;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>Patterns of policies.</summary>
internal static class PolicyPattern
{
    public const int MaxLength = BoundedPattern.MaxLength;

    public static readonly TimeSpan Timeout = BoundedPattern.Timeout;

    public static bool TryParse(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error) =>
        BoundedPattern.TryParse(pattern, out regex, out error);

    /// <summary>For a pattern that was validated.</summary>
    public static Regex Parse(string pattern) => BoundedPattern.Parse(pattern);

    public static CheckResult TimedOut() => CheckResult.NotJudged(
        $"matching the output took longer than {Timeout.TotalSeconds:0} s; a pattern without nested repetition, look-arounds and back references is faster.");
}
