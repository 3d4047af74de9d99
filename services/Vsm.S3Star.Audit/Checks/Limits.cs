using System.Globalization;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>What the checks with a single limit share.</summary>
internal static class Limits
{
    public static IReadOnlyList<string> Errors(CatalogueItem item, IReadOnlyDictionary<string, string> parameters, string name)
    {
        var errors = ParameterRules.Errors(item, parameters);
        return errors.Count == 0 && ParameterRules.Integer(parameters, name) < 1
            ? [$"{item.Name}: the parameter '{name}' must be at least 1, not {ParameterRules.Integer(parameters, name)}."]
            : errors;
    }

    public static Remedy Remedy(string parameter, IReadOnlyDictionary<string, string> parameters) => new()
    {
        Parameter = parameter,
        Value = ParameterRules.Integer(parameters, "max").ToString(CultureInfo.InvariantCulture),
    };
}
