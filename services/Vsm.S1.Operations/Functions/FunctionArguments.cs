using System.Globalization;
using System.Text.RegularExpressions;
using Vsm.Hosting;

namespace Vsm.S1.Operations.Functions;

/// <summary>The effective arguments of one call, defaults included. An empty value counts as absent.</summary>
internal sealed class FunctionArguments(IReadOnlyDictionary<string, string> values)
{
    // Every task of an agent has the patterns of its configuration.
    private static readonly BoundedCache<string, Regex> Patterns = new(1_000);

    public string? Text(string name) => values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public string RequiredText(string name) =>
        Text(name) ?? throw FunctionException.ForParameter(name, "is missing; it is required.");

    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public int? OptionalInteger(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw FunctionException.ForParameter(name, $"'{text}' is not an integer from {least} to {most}.");
    }

    public int Integer(string name, int least, int most) =>
        OptionalInteger(name, least, most) ?? throw FunctionException.ForParameter(name, "is missing; it is required.");

    public bool Flag(string name) => Text(name) switch
    {
        null => false,
        { } text when bool.TryParse(text, out var value) => value,
        { } text => throw FunctionException.ForParameter(name, $"'{text}' is neither true nor false."),
    };

    public string Choice(string name, params ReadOnlySpan<string> choices)
    {
        var text = RequiredText(name);
        return choices.Contains(text)
            ? text
            : throw FunctionException.ForParameter(name, $"'{text}' is not one of {string.Join(", ", choices)}.");
    }

    public Regex? Pattern(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            return Patterns.GetOrAdd(text, Parse);
        }
        catch (ArgumentException bad)
        {
            throw FunctionException.ForParameter(name, $"is not a regular expression that can be used: {bad.Message}", bad);
        }
    }

    private static Regex Parse(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, FunctionLimits.Pattern);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, RegexOptions.CultureInvariant, FunctionLimits.Pattern); // look-arounds and back references have to go back
        }
    }

    /// <summary>The error for a pattern that took too long on one text.</summary>
    public static FunctionException TooSlow(string name, RegexMatchTimeoutException slow) => FunctionException.ForParameter(
        name,
        $"matching took more than {FunctionLimits.Pattern.TotalSeconds:0} s on one text; write it without look-arounds, back references " +
        "and nested repetitions such as (a+)+.",
        slow);
}
