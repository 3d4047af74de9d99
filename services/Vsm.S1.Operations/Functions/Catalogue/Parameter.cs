using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Short forms for describing parameters.</summary>
internal static class Parameter
{
    public static CatalogueParameter Text(string name, string description, string? standard = null) => Of("text", name, description, standard);

    public static CatalogueParameter List(string name, string description, string? standard = null) => Of("list", name, description, standard);

    public static CatalogueParameter Integer(string name, string description, string? standard = null) => Of("integer", name, description, standard);

    public static CatalogueParameter Flag(string name, string description) => Of("boolean", name, description, "false");

    public static CatalogueParameter Pattern(string name, string description) => Of("pattern", name, description, null);

    public static CatalogueParameter Required(this CatalogueParameter parameter) => parameter with { Required = true };

    private static CatalogueParameter Of(string type, string name, string description, string? standard) =>
        new() { Name = name, Description = description, Type = type, Default = standard };
}
