using System.Globalization;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>What holds for the parameters of every check, by the types of its description; and how their values are read.</summary>
internal static class ParameterRules
{
    public const int MaxLength = 64 * 1024;

    public static IReadOnlyList<string> Errors(CatalogueItem item, IReadOnlyDictionary<string, string> parameters)
    {
        var errors = new List<string>();
        foreach (var parameter in item.Parameters)
        {
            if (!parameters.TryGetValue(parameter.Name, out var value) || string.IsNullOrWhiteSpace(value))
            {
                if (parameter.Required)
                    errors.Add($"{item.Name} needs the parameter '{parameter.Name}': {parameter.Description}.");
            }
            else if (Problem(parameter.Type, value) is { } problem)
            {
                errors.Add($"{item.Name}: the parameter '{parameter.Name}' {problem}.");
            }
        }

        errors.AddRange(parameters.Keys
            .Where(key => item.Parameters.All(parameter => parameter.Name != key))
            .Order(StringComparer.Ordinal)
            .Select(key => $"{item.Name} has no parameter '{Text.Cut(key, 60)}'; it takes {Text.List(item.Parameters.Select(x => x.Name))}."));
        return errors;
    }

    public static int Integer(IReadOnlyDictionary<string, string> parameters, string name) =>
        int.Parse(parameters[name], NumberStyles.Integer, CultureInfo.InvariantCulture);

    public static IReadOnlyList<string> List(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out var value) ? Split(value) : [];

    private static string[] Split(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Problem(string type, string value) => type switch
    {
        _ when value.Length > MaxLength => $"has {value.Length} characters; at most {MaxLength} are read",
        "integer" when !int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) =>
            $"must be a whole number, not '{Text.Cut(value, 60)}'",
        "pattern" when !PolicyPattern.TryParse(value, out _, out var error) => $"is not a regular expression: {error}",
        "list" when Split(value).Length == 0 => $"must name at least one, separated by commas, not '{Text.Cut(value, 60)}'",
        _ => null,
    };
}
