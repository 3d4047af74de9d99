using Vsm.Contracts.Dashboard;

namespace Vsm.Unit.Tests.Cli;

/// <summary>A small catalogue with a parameter of every type.</summary>
internal static class Catalogues
{
    public static CatalogueDescription Functions { get; } = new()
    {
        Name = "functions",
        Items =
        [
            Item("aggregate", Parameter("by", "list", required: true), Parameter("limit", "integer"), Parameter("share", "number"),
                Parameter("strict", "boolean"), Parameter("pattern", "pattern")),
            Item("summarise", Parameter("max_sentences", "integer"), Parameter("schema", "text")),
        ],
    };

    public static CatalogueDescription Checks { get; } = new()
    {
        Name = "checks",
        Items = [Item("max_sentences", Parameter("max", "integer", required: true)), Item("no_personal_data", Parameter("kinds", "list"))],
    };

    public static IReadOnlyList<CatalogueDescription> All { get; } = [Functions, Checks];

    private static CatalogueItem Item(string name, params CatalogueParameter[] parameters) =>
        new() { Name = name, Description = $"Does {name}.", Parameters = parameters };

    private static CatalogueParameter Parameter(string name, string type, bool required = false) =>
        new() { Name = name, Description = $"The {name}.", Type = type, Required = required };
}
