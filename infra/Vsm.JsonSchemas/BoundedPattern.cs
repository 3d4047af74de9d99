using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Vsm.Hosting;

namespace Vsm.JsonSchemas;

/// <summary>Patterns written by people, run on text written by agents: linear where the pattern allows, bounded in time always.</summary>
public static class BoundedPattern
{
    /// <summary>The most characters of a pattern.</summary>
    public const int MaxLength = 2_000;

    private static readonly BoundedCache<string, Regex> Patterns = new(1_000);

    /// <summary>How long one match may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>The pattern, or what is wrong with it.</summary>
    public static bool TryParse(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
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

    /// <summary>For a pattern that was validated.</summary>
    public static Regex Parse(string pattern) =>
        TryParse(pattern, out var regex, out var error) ? regex : throw new ArgumentException(error, nameof(pattern));

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
}
