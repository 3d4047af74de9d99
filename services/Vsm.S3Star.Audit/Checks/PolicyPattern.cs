using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Vsm.Hosting;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>Patterns written by people, run on output written by agents: linear where the pattern allows, bounded in time always.</summary>
internal static class PolicyPattern
{
    public const int MaxLength = 2_000;

    private static readonly BoundedCache<string, Regex> Patterns = new(1_000);

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public static bool TryParse(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = null;
        error = pattern.Length > MaxLength ? $"it has {pattern.Length} characters, at most {MaxLength} are allowed" : null;
        if (error is not null)
            return false;

        try
        {
            regex = Patterns.GetOrAdd(pattern, Make);
        }
        catch (RegexParseException exception)
        {
            error = exception.Message.TrimEnd('.');
            return false;
        }

        return true;
    }

    private static Regex Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout);
        }
        catch (NotSupportedException)
        {
            // Look-arounds, back references and very large automata need the backtracking engine.
            return new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
        }
    }

    /// <summary>For a pattern that was validated.</summary>
    public static Regex Parse(string pattern) =>
        TryParse(pattern, out var regex, out var error) ? regex : throw new ArgumentException(error, nameof(pattern));

    public static CheckResult TimedOut() => CheckResult.NotJudged(
        $"matching the output took longer than {Timeout.TotalSeconds:0} s; a pattern without nested repetition, look-arounds and back references is faster.");
}
