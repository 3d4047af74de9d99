using System.Text.RegularExpressions;

namespace Vsm.Architecture.Tests.Rules;

/// <summary>Who may know whom.</summary>
internal static partial class ReferenceRules
{
    private const string Everything = "Vsm.AllInOne"; // every function in one process
    private const string DesignTime = "Vsm.Design"; // EF Core's tools load the services through it; nothing that runs does

    // What a package source may lack is stood in for where it is needed, and nowhere else.
    private static readonly Dictionary<string, string> StandIns = new()
    {
        ["infra/compat/Microsoft.SqlServer.Server/Microsoft.SqlServer.Server.csproj"] = "Vsm.Persistence.SqlServer",
    };

    public static IEnumerable<string> ServicesKnowContractsAndInfrastructureOnly(Tree tree) =>
        from project in tree.Projects("services")
        where project.Name is not (Everything or DesignTime)
        from reference in project.ProjectReferences
        where !IsContract(reference) && !IsInfrastructure(reference)
        select $"{project.Path} references {reference}; a service may reference contracts/ and infra/Vsm.* only.";

    public static IEnumerable<string> InfrastructureKnowsNoFunction(Tree tree) =>
        (from project in tree.Projects("infra")
         where project.Name != DesignTime && !IsSample(project.Path)
         from reference in project.ProjectReferences
         where !IsInfrastructure(reference) && StandIns.GetValueOrDefault(reference) != project.Name
         select $"{project.Path} references {reference}; infra/Vsm.* may reference infra/Vsm.* only.")
        .Concat(
            from source in tree.Sources("infra")
            where !source.StartsWith($"infra/database/{DesignTime}/", StringComparison.Ordinal) && !IsSample(source)
            from Match named in Function().Matches(tree.ReadCode(source))
            select $"{source} names {named.Value}; infra/Vsm.* knows no contract and no function by name.")
        .Concat(
            from project in tree.Projects("infra")
            where IsSample(project.Path)
            from reference in project.ProjectReferences
            where !IsContract(reference) && !reference.StartsWith("infra/Vsm.MassTransit.", StringComparison.Ordinal)
            select $"{project.Path} references {reference}; a sample is a program of somebody else's, which has contracts/ and infra/Vsm.MassTransit.* only.");

    public static IEnumerable<string> ContractsReferenceNothing(Tree tree) =>
        from project in tree.Projects("contracts")
        from item in (string[])["ProjectReference", "PackageReference", "FrameworkReference", "Reference"]
        from reference in project.References(item)
        select $"{project.Path} has a {item} to {reference}; contracts reference nothing.";

    public static IEnumerable<string> NoReferenceGoesAroundTheProjectFiles(Tree tree) =>
        from project in tree.Projects("contracts", "services", "infra")
        from reference in project.References("Reference")
        where reference.StartsWith("Vsm.", StringComparison.Ordinal)
        select $"{project.Path} references the built assembly {reference}; use a ProjectReference, which the other rules see.";

    private static bool IsContract(string path) => path.StartsWith("contracts/", StringComparison.Ordinal);

    private static bool IsSample(string path) => path.StartsWith("infra/samples/", StringComparison.Ordinal);

    private static bool IsInfrastructure(string path) => path.StartsWith("infra/Vsm.", StringComparison.Ordinal);

    [GeneratedRegex(@"\bVsm\.(Contracts|S\d(Star)?|Dashboard|AllInOne|Cli)\b")]
    private static partial Regex Function();
}
