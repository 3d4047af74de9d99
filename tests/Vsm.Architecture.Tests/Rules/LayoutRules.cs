using System.Text.RegularExpressions;

namespace Vsm.Architecture.Tests.Rules;

/// <summary>What is where: the top level, the solution, the package versions.</summary>
internal static partial class LayoutRules
{
    private const string Solution = "Vsm.Messaging.sln";
    private static readonly string[] ProjectFolders = ["contracts", "services", "infra", "tests"];

    private static readonly HashSet<string> Allowed =
    [
        .. ProjectFolders, Solution, "README.md", "docker-compose.yml", "Directory.Build.props", "Directory.Packages.props", "global.json",
        ".editorconfig", ".ci", ".git", ".gitignore", ".dockerignore",
    ];

    // What .gitignore keeps out of a commit may lie about on a developer's machine.
    private static readonly HashSet<string> Local = [".vs", ".idea", ".env", "out", "bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static IEnumerable<string> TopLevelHoldsWhatTheDesignNames(Tree tree) =>
        from entry in tree.TopLevel()
        where !Allowed.Contains(entry) && !Local.Contains(entry) && !entry.EndsWith(".user", StringComparison.Ordinal)
        select $"{entry} is at the top level, where only {string.Join(", ", Allowed)} belong.";

    public static IEnumerable<string> EveryProjectIsInTheSolution(Tree tree)
    {
        var listed = Listed().Matches(tree.Read(Solution)).Select(match => match.Groups["path"].Value.Replace('\\', '/')).ToHashSet();
        var present = tree.Projects(ProjectFolders).Select(project => project.Path).ToHashSet();
        return present.Except(listed).Order().Select(path => $"{path} is not in {Solution}: dotnet sln add {path}")
            .Concat(listed.Except(present).Order().Select(path => $"{Solution} lists {path}, which is not there."));
    }

    public static IEnumerable<string> ProjectsAreNamedAsTheirFolders(Tree tree) =>
        from project in tree.Projects(ProjectFolders)
        where Path.GetFileName(Path.GetDirectoryName(project.Path)) != project.Name
        select $"{project.Path}: the folder and the project have different names.";

    // PackageDownload is left out: it takes an exact version of its own, which central management does not provide.
    public static IEnumerable<string> VersionsAreCentral(Tree tree) =>
        from project in tree.Projects(ProjectFolders)
        from reference in project.Content.Descendants().Where(element => element.Name.LocalName is "PackageReference" or "PackageVersion")
        from version in (string[])["Version", "VersionOverride"]
        where reference.Attribute(version) is not null || reference.Element(version) is not null
        select $"{project.Path} gives {(string?)reference.Attribute("Include")} a {version}; versions stand in Directory.Packages.props.";

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
