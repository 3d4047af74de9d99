using System.Globalization;
using System.Text.RegularExpressions;
using Vsm.Contracts.Dashboard;

namespace Vsm.Contracts.Http;

/// <summary>Holds parameters against what the catalogue says of them.</summary>
internal static class ParameterValidation
{
    /// <summary>Parameters written for one function or check; <paramref name="given"/> are names that have a value elsewhere.</summary>
    public static void Check(
        ValidationProblems problems, string path, string itemPath, CatalogueItem item,
        IReadOnlyDictionary<string, string> parameters, IEnumerable<string> given)
    {
        foreach (var (name, value) in parameters)
        {
            if (item.Parameters.FirstOrDefault(x => x.Name == name) is { } parameter)
            {
                Value(problems, $"{path}.{name}", parameter, value);
            }
            else
            {
                problems.Add($"{path}.{name}", $"'{item.Name}' has no parameter '{ValidationProblems.Shown(name)}'"
                    + Suggestion.For(name, item.Parameters.Select(x => x.Name)));
            }
        }

        var elsewhere = given.ToHashSet(StringComparer.Ordinal);
        foreach (var missing in item.Parameters.Where(x => x.Required && !parameters.ContainsKey(x.Name) && !elsewhere.Contains(x.Name)))
        {
            problems.Add(itemPath, $"'{item.Name}' needs the parameter '{missing.Name}' ({missing.Type}): {missing.Description}");
        }
    }

    public static void Value(ValidationProblems problems, string path, CatalogueParameter parameter, string value)
    {
        if (Fault(parameter.Type, value) is { } expected)
        {
            problems.Add(path, $"found '{ValidationProblems.Shown(value)}'; expected {expected}");
        }
    }

    private static string? Fault(string type, string value) => type switch
    {
        "integer" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        "number" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "a number such as 1.5",
        "boolean" => value is "true" or "false" ? null : "true or false",
        "list" => value.Split(',').All(x => !string.IsNullOrWhiteSpace(x)) ? null : "a list of at least one entry, none of them empty",
        "pattern" => PatternFault(value),
        _ => null,
    };

    private static string? PatternFault(string value)
    {
        if (value.Length is 0 or > LongestPattern)
        {
            return $"a regular expression of 1 to {LongestPattern} characters";
        }

        try
        {
            _ = new Regex(value, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"a regular expression ({exception.Message})";
        }
    }

    private const int LongestPattern = 4096;
}
